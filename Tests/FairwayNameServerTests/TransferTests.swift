import FairwayDNS
import FairwayDNSTestSupport
import FairwayNet
import Testing

@testable import FairwayNameServer

@Suite("Transfers")
struct TransferTests {
    private let key: TSIGKey
    private let other: TSIGKey

    init() throws {
        key = try TSIGKey(name: DomainName(parsing: "transfer"), algorithm: .sha256, secret: "c2VjcmV0")
        other = try TSIGKey(name: DomainName(parsing: "other"), algorithm: .sha512, secret: "b3RoZXI=")
    }

    private func asking(key: TSIGKey? = nil, from address: String = "192.0.2.99", tcp: Bool = true) throws -> Asking {
        let rules = TransferRules(sources: [try IPPrefix(parsing: "192.0.2.0/24")], key: key?.name)
        let asking = Asking(try exampleTable(transfer: rules, keys: [self.key, other]))
        asking.client = Client(address: try IPAddress(parsing: address), transport: tcp ? .tcp : .udp)
        return asking
    }

    private func messages(_ asking: Asking, _ message: [UInt8]) throws -> [[UInt8]] {
        var reply: [UInt8] = []
        guard
            case .transfer(var transfer) = asking.responder.respond(
                to: message.span, from: asking.client, at: asking.now, appendingTo: &reply)
        else { return [reply] }
        #expect(reply.isEmpty)
        var messages: [[UInt8]] = []
        while !transfer.isFinished {
            let message = transfer.next(at: asking.now.unix)
            messages.append(try #require(message))
        }
        return messages
    }

    private func refusal(_ asking: Asking, _ message: Message) throws -> ResponseCode {
        let replies = try messages(asking, try message.encoded())
        let reply = try Message(reading: try #require(replies.first))
        #expect(replies.count == 1 && reply.answers.isEmpty)
        return reply.responseCode
    }

    @Test("who may have a zone gets all of it, in messages that say so once")
    func whole() throws {
        let asking = try asking()
        let message = try question("example.test", .axfr, edns: EDNS(udpPayloadSize: 1_232))
        let replies = try messages(asking, try message.encoded()).map { try Message(reading: $0) }
        let records = replies.flatMap(\.answers)
        #expect(records.first?.type == .soa && records.last == records.first)
        #expect(records.count == exampleLines.split(separator: "\n").count + 100 + 1)
        #expect(replies.allSatisfy { $0.header.flags.contains(.authoritative) && $0.header.id == 0xBEEF })
        #expect(replies.map { $0.edns != nil } == replies.indices.map { $0 == 0 })
    }

    @Test("others are refused: elsewhere, without the key or with another one, and over UDP")
    func refused() throws {
        let message = try question("example.test", .axfr)
        let (elsewhere, unsigned, datagram) = (
            try asking(from: "198.51.100.1"), try asking(key: key), try asking(tcp: false)
        )
        #expect(try refusal(elsewhere, message) == .refused)
        #expect(try refusal(unsigned, message) == .refused)
        #expect(try refusal(datagram, message) == .refused)
        var signed = try message.encoded()
        var session = TSIGSession(key: other)
        try session.signRequest(&signed, at: unsigned.now.unix)
        let reply = try messages(unsigned, signed)
        #expect(reply.count == 1)
        try session.verifyAnswer(reply[0], at: unsigned.now.unix)
        #expect(try Message(reading: reply[0]).responseCode == .refused)
        let nobody = Asking(try exampleTable())
        nobody.client.transport = .tcp
        #expect(try refusal(nobody, message) == .refused)
    }

    @Test("a zone that is not here is NOTAUTH, one that is not ready SERVFAIL")
    func elsewhere() throws {
        for (name, code) in [
            ("kdc.example.test", ResponseCode.notAuthoritative), ("example.com", .notAuthoritative),
            ("later.test", .serverFailure),
        ] {
            for type in [RecordType.axfr, .ixfr] {
                let asking = try asking()
                #expect(try refusal(asking, try question(name, type)) == code)
            }
        }
    }

    @Test("every message of a signed transfer is signed, each after the one before")
    func signed() throws {
        let rules = TransferRules(sources: [try IPPrefix(parsing: "192.0.2.0/24")], key: key.name)
        let hosts = (0..<3_000).map { "h\($0).big.test. 60 IN A 192.0.2.1" }.joined(separator: "\n")
        let big = try zone(
            "big.test",
            "big.test. 60 IN SOA a.big.test. b.big.test. 1 1 1 1 1\nbig.test. 60 IN NS a.other.test.\n" + hosts)
        let asking = Asking(AuthorityTable(zones: [AuthorityTable.Zone(big, transfer: rules)], keys: [key]))
        asking.client.transport = .tcp
        var message = try question("big.test", .axfr).encoded()
        var session = TSIGSession(key: key)
        try session.signRequest(&message, at: asking.now.unix)
        let replies = try messages(asking, message)
        #expect(replies.count > 2)
        for reply in replies {
            #expect(try Message(reading: reply).tsig != nil)
            try session.verifyAnswer(reply, at: asking.now.unix)
        }
        #expect(session.isSettled)
        #expect(try replies.reduce(0) { try $0 + Message(reading: $1).answers.count } == 3_003)
    }

    @Test("what is new since a serial is the zone, or nothing but its SOA; over UDP it is always the SOA")
    func increments() throws {
        for (serial, isNew) in [(0, true), (1, false), (2, false), (UInt32(Int32.max) + 2, true)] as [(UInt32, Bool)] {
            var message = try question("example.test", .ixfr)
            message.authorities = [
                try record("example.test. 0 IN SOA . . \(serial) 0 0 0 0")
            ]
            let asking = try asking()
            let records = try messages(asking, try message.encoded()).flatMap { try Message(reading: $0).answers }
            #expect(records.first?.type == .soa && (records.count > 1) == isNew, "\(serial)")
            asking.client.transport = .udp
            let reply = try asking.ask(message)
            #expect(reply.answers.map(\.type) == [.soa] && reply.header.flags.contains(.authoritative))
        }
        let asking = try asking()
        #expect(try refusal(asking, try question("example.test", .ixfr)) == .formatError)
    }
}

@Suite("Signed questions")
struct SignedQuestionTests {
    private let key: TSIGKey

    init() throws {
        key = try TSIGKey(name: DomainName(parsing: "k"), algorithm: .sha256, secret: "c2VjcmV0")
    }

    private func signed(_ key: TSIGKey, at time: UInt64) throws -> (bytes: [UInt8], session: TSIGSession) {
        var bytes = try question("many.example.test", .a, edns: EDNS(udpPayloadSize: 1_232)).encoded()
        var session = TSIGSession(key: key)
        try session.signRequest(&bytes, at: time)
        return (bytes, session)
    }

    @Test("an answer is signed as its question is, and there is room for that")
    func answers() throws {
        let asking = Asking(try exampleTable(keys: [key]))
        for transport in [TransportProtocol.udp, .tcp] {
            asking.client.transport = transport
            var (bytes, session) = try signed(key, at: asking.now.unix)
            let reply = try #require(asking.answer(to: bytes))
            try session.verifyAnswer(reply, at: asking.now.unix)
            let message = try Message(reading: reply)
            #expect(message.answers.count == (transport == .tcp ? 100 : 0) && message.responseCode == .noError)
            #expect(reply.count <= (transport == .tcp ? 65_535 : 1_232))
        }
    }

    @Test("a signature that is wrong is answered with NOTAUTH and what is wrong with it")
    func refusals() throws {
        let asking = Asking(try exampleTable(keys: [key]))
        let stranger = try TSIGKey(name: DomainName(parsing: "nobody"), algorithm: .sha256, secret: "c2VjcmV0")
        let impostor = try TSIGKey(name: key.name, algorithm: .sha256, secret: "d3Jvbmc=")
        let otherAlgorithm = try TSIGKey(name: key.name, algorithm: .sha1, secret: "c2VjcmV0")
        let now = asking.now.unix
        for (key, time, error) in [
            (stranger, now, TSIGError.badKey), (otherAlgorithm, now, .badKey), (impostor, now, .badSignature),
            (key, now - 301, .badTime), (key, now + 301, .badTime),
        ] {
            var (bytes, session) = try signed(key, at: time)
            let reply = try #require(asking.answer(to: bytes))
            let message = try Message(reading: reply)
            #expect(message.responseCode == .notAuthoritative && message.tsig?.error == error)
            #expect(message.answers.isEmpty && message.tsig?.mac.isEmpty == (error != .badTime))
            #expect(throws: TSIGFailure.self) { try session.verifyAnswer(reply, at: time) }
        }
    }

    @Test("a signature that is none is malformed")
    func malformed() throws {
        let asking = Asking(try exampleTable(keys: [key]))
        var (bytes, _) = try signed(key, at: asking.now.unix)
        // The length of the code, which is then not all there.
        bytes[bytes.count - 38 - 1] = 200
        let reply = try Message(reading: try #require(asking.answer(to: bytes)))
        #expect(reply.responseCode == .formatError && reply.tsig == nil)
    }
}
