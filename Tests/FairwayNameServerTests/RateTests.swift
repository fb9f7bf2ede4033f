import FairwayDNS
import FairwayDNSTestSupport
import FairwayLinux
import FairwayNet
import Testing

@testable import FairwayNameServer

@Suite("Response rates")
struct RateTests {
    private let rates = ResponseRates(answers: 10, negatives: 5, errors: 3, slip: 2)

    private func asking() throws -> Asking {
        Asking(try exampleTable(), settings: NameServerSettings(rates: rates))
    }

    @Test("a neighbourhood gets so many answers a second, and of those too many every second says TC")
    func answers() throws {
        let asking = try asking()
        let message = try question("KDC.example.test", .a, edns: EDNS(udpPayloadSize: 1_232)).encoded()
        for round in 0..<3 {
            var (whole, cut, none) = (0, 0, 0)
            for number in 0..<30 {
                asking.client.address = .v4(IPv4Address(192, 0, 2, UInt8(number)))
                guard let reply = try asking.answer(to: message).map({ try Message(reading: $0) }) else {
                    none += 1
                    continue
                }
                #expect(reply.edns != nil && reply.questions.count == 1)
                if reply.header.flags.contains(.truncated) { cut += 1 } else { whole += 1 }
            }
            #expect(whole == 10 && cut == 10 && none == 10, "round \(round)")
            asking.now.monotonic = asking.now.monotonic.advanced(by: 1_000)
        }
        #expect(asking.responder.tally.limited == 60 && asking.responder.tally.truncated == 30)
        asking.client.address = .v4(IPv4Address(192, 0, 3, 1))
        #expect(asking.answer(to: message) != nil)
    }

    @Test(
        "what is not there and what is refused is counted whatever is asked, answers by their question",
        arguments: [("no.example.test", 5), ("a.other", 3), ("kdc.example.test", 30), ("x.wild.example.test", 30)])
    func kinds(name: String, count: Int) throws {
        let asking = try asking()
        var answered = 0
        for number in 0..<30 {
            let isFound = name.hasPrefix("kdc")
            let name = isFound || name.hasPrefix("x.wild") ? name : "\(number).\(name)"
            let type: RecordType = name.hasPrefix("x.wild") ? .txt : .a
            let question = try question(
                name.hasPrefix("x.wild") ? "\(number)\(name)" : name, isFound && number % 2 == 1 ? .aaaa : type)
            if number % 10 == 0, isFound { asking.now.monotonic = asking.now.monotonic.advanced(by: 1_000) }
            guard let reply = try asking.answer(to: question.encoded()).map({ try Message(reading: $0) }),
                !reply.header.flags.contains(.truncated)
            else { continue }
            answered += 1
        }
        // Errors are not cut, so that half of those too many are answered.
        #expect(answered == (name == "a.other" ? 3 + 13 : count))
    }

    @Test("who is surely who it says is not limited: over TCP, with a cookie, with a signature, on loopback")
    func proven() throws {
        let key = try TSIGKey(name: DomainName(parsing: "k"), algorithm: .sha256, secret: "c2VjcmV0")
        let asking = Asking(try exampleTable(keys: [key]), settings: NameServerSettings(rates: rates))
        let plain = try question("kdc.example.test", .a).encoded()
        func cookie(_ data: [UInt8]) throws -> [UInt8] {
            try question(
                "kdc.example.test", .a,
                edns: EDNS(udpPayloadSize: 1_232, options: [EDNS.Option(code: 10, data: data)])
            ).encoded()
        }
        let first = try Message(reading: try #require(asking.answer(to: try cookie(Array(1...8)))))
        let shown = try cookie(try #require(first.edns?.options.first?.data))
        var signed = plain
        var session = TSIGSession(key: key)
        try session.signRequest(&signed, at: asking.now.unix)
        for message in [shown, signed] {
            #expect((0..<50).allSatisfy { _ in asking.answer(to: message) != nil })
        }
        asking.client.address = .v4(IPv4Address(127, 0, 0, 9))
        #expect((0..<50).allSatisfy { _ in asking.answer(to: plain) != nil })
        asking.client = Client(address: .v4(IPv4Address(192, 0, 2, 99)), transport: .tcp)
        #expect((0..<50).allSatisfy { _ in asking.answer(to: plain) != nil })
        #expect(asking.responder.tally.limited == 0)
    }

    @Test("the table keeps its size, and those who ask most are in it")
    func bounded() {
        var limiter = RateLimiter(rates, size: 16)
        let now = MonotonicTime(milliseconds: 5_000)
        var refused = 0
        for number in 0..<10_000 as Range<UInt32> {
            _ = limiter.verdict(.error, to: .v4(IPv4Address(rawValue: number << 8)), at: now)
            let often = IPAddress.v6(IPv6Address(high: 0x2001_0DB8 << 32 | UInt64(number & 0xFF), low: UInt64(number)))
            let later = now.advanced(by: UInt64(number))
            if limiter.verdict(.negative, to: often, at: later) != .send { refused += 1 }
        }
        // A /56 has asked a thousand times a second.
        #expect(refused > 5_000)
    }

    @Test("a clock that stands still or runs far gives no more than a second's answers")
    func clocks() {
        var limiter = RateLimiter(rates)
        let client = IPAddress.v4(IPv4Address(192, 0, 2, 1))
        for time in [0, 1, UInt64(Int64.max), .max - 1, 0] as [UInt64] {
            let verdicts = (0..<20).map { _ in
                limiter.verdict(.negative, to: client, at: MonotonicTime(milliseconds: time))
            }
            #expect(verdicts.count { $0 == .send } <= 5)
        }
    }
}
