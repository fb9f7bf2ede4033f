import FairwayDNS
import FairwayDNSTestSupport
import FairwayNet
import Testing

@testable import FairwayNameServer

@Suite("Notifications")
struct NotifyTests {
    private let one: NotifySchedule.Subject
    private let two: NotifySchedule.Subject

    init() throws {
        let zone = try DomainName(parsing: "example.test")
        one = .init(zone: zone, secondary: try SocketAddress(parsing: "192.0.2.1:53"))
        two = .init(zone: zone, secondary: try SocketAddress(parsing: "[2001:db8::1]:5353"))
    }

    private func news(_ serial: UInt32) -> NotifySchedule.News { .init(serial: serial, key: nil) }

    @Test("a secondary is told at once, and again in growing intervals until it answers")
    func retries() {
        let schedule = Telling()
        #expect(schedule.nextTime == nil && schedule.follow([one: news(1), two: news(1)], now: 0).isEmpty)
        #expect(Set(schedule.actions(now: 0)) == [.tell(one, news(1)), .tell(two, news(1))])
        schedule.acknowledged(two)
        var times: [UInt64] = []
        while let time = schedule.nextTime, times.count < 20 {
            #expect(schedule.actions(now: time - 1).isEmpty)
            times.append(time)
            let isLast = times.count == 8
            #expect(schedule.actions(now: time) == [isLast ? .giveUp(one) : .tell(one, news(1))])
        }
        #expect(times == [1, 3, 7, 15, 31, 63, 123, 183].map { $0 * 1_000 })
    }

    @Test("the same serial is told once, another one again, if not more often than each second")
    func changes() {
        let schedule = Telling()
        _ = schedule.follow([one: news(1)], now: 10_000)
        #expect(schedule.actions(now: 10_000) == [.tell(one, news(1))])
        schedule.acknowledged(one)
        _ = schedule.follow([one: news(1)], now: 10_100)
        #expect(schedule.actions(now: 10_100).isEmpty && schedule.nextTime == nil)
        _ = schedule.follow([one: news(2)], now: 10_200)
        _ = schedule.follow([one: news(3)], now: 10_300)
        #expect(schedule.nextTime == 11_000)
        #expect(schedule.actions(now: 11_000) == [.tell(one, news(3))])
        #expect(schedule.follow([one: news(4)], now: 20_000) == [one])
        #expect(schedule.actions(now: 20_000) == [.tell(one, news(4))])
        #expect(schedule.follow([:], now: 20_001) == [one] && schedule.nextTime == nil)
    }

    @Test("of very many not all are told at a time, but all are told")
    func many() {
        let schedule = Telling()
        let subjects = (0..<1_000).map { number in
            NotifySchedule.Subject(
                zone: one.zone,
                secondary: SocketAddress(address: .v4(IPv4Address(rawValue: UInt32(number))), port: 53))
        }
        _ = schedule.follow(Dictionary(uniqueKeysWithValues: subjects.map { ($0, news(1)) }), now: 0)
        var told: Set<NotifySchedule.Subject> = []
        for _ in 0..<100 where told.count < 1_000 {
            let actions = schedule.actions(now: 0)
            #expect(actions.count <= 128)
            for case .tell(let subject, _) in actions {
                told.insert(subject)
                schedule.acknowledged(subject)
            }
        }
        #expect(told.count == 1_000)
    }

    @Test("a table's news are its serials, signed with the zone's key; where that is missing there are none")
    func news() throws {
        let key = try TSIGKey(name: DomainName(parsing: "k"), algorithm: .sha256, secret: "c2VjcmV0")
        let told = [one.secondary, two.secondary, one.secondary]
        #expect(
            try exampleTable(transfer: TransferRules(notified: told)).news == [one: news(1), two: news(1)])
        let rules = TransferRules(key: key.name, notified: told)
        #expect(
            try exampleTable(transfer: rules, keys: [key]).news
                == [one: .init(serial: 1, key: key), two: .init(serial: 1, key: key)])
        #expect(try exampleTable(transfer: rules).news.isEmpty)
    }

    @Test("what answers a notification has its id and its key")
    func answers() throws {
        let key = try TSIGKey(name: DomainName(parsing: "k"), algorithm: .sha256, secret: "c2VjcmV0")
        for key in [nil, key] {
            let notification = try Notification(of: one.zone, id: 77, key: key, at: 1_000)
            let sent = try Message(reading: notification.bytes)
            #expect(sent.header.opcode == .notify && sent.header.flags.contains(.authoritative))
            #expect(sent.questions == [Question(name: one.zone, type: .soa)] && (sent.tsig != nil) == (key != nil))
            var answer = Message(
                header: MessageHeader(id: 77, opcode: .notify, flags: .response), questions: sent.questions)
            var signed = try answer.encoded()
            if let key {
                #expect(!notification.isAnswered(by: signed, at: 1_000))
                guard case .verified(var session)? = TSIGKeys([key]).verify(notification.bytes, at: 1_000) else {
                    throw ProgramFailure(description: "the notification's signature is wrong")
                }
                try session.signAnswer(&signed, at: 1_000)
            }
            #expect(notification.isAnswered(by: signed, at: 1_000))
            #expect(!notification.isAnswered(by: notification.bytes, at: 1_000))
            answer.header.id = 78
            #expect(!notification.isAnswered(by: try answer.encoded(), at: 1_000))
            #expect(!notification.isAnswered(by: Array(signed[..<9]), at: 1_000))
        }
    }
}

/// A schedule that expectations can be made of.
private final class Telling {
    private var schedule = NotifySchedule()

    var nextTime: UInt64? { schedule.nextTime }

    func follow(
        _ wanted: [NotifySchedule.Subject: NotifySchedule.News], now: UInt64
    ) -> [NotifySchedule.Subject] { schedule.follow(wanted, now: now) }

    func actions(now: UInt64) -> [NotifySchedule.Action] { schedule.actions(now: now) }

    func acknowledged(_ subject: NotifySchedule.Subject) { schedule.acknowledged(subject) }
}
