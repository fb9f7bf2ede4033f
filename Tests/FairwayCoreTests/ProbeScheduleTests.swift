import FairwayCore
import FairwayNet
import Testing

@Suite("ProbeSchedule")
struct ProbeScheduleTests {
    private static func place(_ number: Int) -> SocketAddress {
        SocketAddress(address: .v4(IPv4Address(rawValue: 0x0A00_0000 + UInt32(number))), port: 80)
    }

    private let place = place(1)

    @Test(
        "a place is down after two failures in a row and up after one success",
        arguments: [
            ([true, true], []), ([false, true, false, true], []), ([false, false], [true]),
            ([false, false, false], [true]), ([false, false, true], [true, false]),
            ([false, false, true, false, true], [true, false]), ([false, nil, false], [true]), ([nil, nil], []),
        ] as [([Bool?], [Bool])])
    func turns(_ outcomes: [Bool?], _ expected: [Bool]) {
        var schedule = ProbeSchedule()
        var changes: [Bool] = []
        var now: UInt64 = 1_000
        _ = schedule.follow([place], now: now)
        for outcome in outcomes {
            let begun = schedule.begin(now: now)
            #expect(begun == [place])
            if let change = schedule.finished(place, outcome, now: now) { changes.append(change.isDown) }
            now += ProbeSchedule.interval
        }
        #expect(changes == expected)
        let isDown = schedule.isDown(place)
        #expect(isDown == expected.last ?? false)
    }

    @Test("a place is tried again some time after the last attempt has ended, and each attempt has its time")
    func times() {
        var schedule = ProbeSchedule()
        let idle = schedule.nextTime
        #expect(idle == nil)
        _ = schedule.follow([place], now: 10)
        var next = schedule.nextTime
        #expect(next == 10)
        _ = schedule.begin(now: 10)
        next = schedule.nextTime
        #expect(next == 2_010)
        var overdue = schedule.overdue(now: 2_009)
        #expect(overdue == [])
        overdue = schedule.overdue(now: 2_010)
        #expect(overdue == [place])
        _ = schedule.finished(place, false, now: 2_010)
        next = schedule.nextTime
        #expect(next == 7_010)
        let early = schedule.begin(now: 7_009)
        #expect(early == [])
    }

    @Test("so many are tried at one time and no more, and all get their turn")
    func bound() {
        var schedule = ProbeSchedule()
        let places = Set((1...200).map(Self.place))
        _ = schedule.follow(places, now: 0)
        var tried: Set<SocketAddress> = []
        for now in 0..<4 as Range<UInt64> {
            let begun = schedule.begin(now: now)
            #expect(begun.count == min(ProbeSchedule.mostUnderWay, 200 - tried.count))
            let more = schedule.begin(now: now)
            #expect(more == [])
            tried.formUnion(begun)
            for place in begun { _ = schedule.finished(place, true, now: now) }
        }
        #expect(tried == places)
    }

    @Test("what is known of a place stays while it is wanted, and an attempt that is not wanted is given up")
    func follows() {
        var schedule = ProbeSchedule()
        let (one, two) = (Self.place(1), Self.place(2))
        _ = schedule.follow([one, two], now: 0)
        for now in [0, 5_000] as [UInt64] {
            for place in schedule.begin(now: now) { _ = schedule.finished(place, false, now: now) }
        }
        _ = schedule.begin(now: 10_000)
        let gone = schedule.follow([one], now: 10_000)
        #expect(gone == [two])
        let isDown = (schedule.isDown(one), schedule.isDown(two))
        #expect(isDown == (true, false))
        let late = schedule.finished(two, true, now: 10_001)
        #expect(late == nil)
        _ = schedule.follow([one, two], now: 10_002)
        let next = schedule.nextTime
        #expect(next == 10_002)
    }
}

@Suite("Silence")
struct SilenceTests {
    @Test("it lasts from the first look at what is not answered to the next answer")
    func lasts() {
        var silence = Silence()
        let looks: [(active: UInt64, answered: UInt64?, now: UInt64, expected: UInt64)] = [
            (10, nil, 20, 10), (10, nil, 1_020, 1_010), (2_000, nil, 2_020, 2_010), (2_500, 2_500, 3_000, 0),
            (2_500, 2_500, 9_000, 0), (9_500, 2_500, 10_000, 500), (10_900, 10_890, 11_000, 100),
            (11_900, 10_890, 12_000, 1_100), (11_900, 10_890, 30_000, 19_100),
        ]
        for look in looks {
            #expect(
                silence.length(active: look.active, answered: look.answered, now: look.now) == look.expected,
                "at \(look.now)")
        }
    }
}
