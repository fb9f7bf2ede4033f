import FairwayDNS
import FairwayDNSTestSupport
import FairwayLinux
import FairwayNet
import Testing

@testable import FairwayNameServer

@Suite("Hostile messages")
struct HostileMessageTests {
    @Test("whatever comes, what is said is a message within its limit, or nothing", arguments: 0..<10 as Range<UInt64>)
    func messages(seed: UInt64) throws {
        let key = try TSIGKey(name: DomainName(parsing: "k"), algorithm: .sha256, secret: "c2VjcmV0")
        let rules = TransferRules(sources: [try IPPrefix(parsing: "0.0.0.0/0")])
        let asking = Asking(
            try exampleTable(transfer: rules, keys: [key]), settings: NameServerSettings(identifier: [1, 2, 3]))
        var generator = MessageGenerator(seed: 20_000 + seed)
        var answered = 0
        for _ in 0..<fuzzInputs(500) {
            let isDatagram = generator.number(0..<2) == 0
            asking.client = Client(
                address: generator.number(0..<9) == 0 ? .v6(IPv6Address(high: 1, low: 1)) : asking.client.address,
                transport: isDatagram ? .udp : .tcp)
            asking.now.monotonic = asking.now.monotonic.advanced(by: UInt64(generator.number(0..<50)))
            let bytes = try generator.hostileMessage(key, at: asking.now.unix)
            var reply: [UInt8] = []
            switch asking.responder.respond(
                to: bytes.span, from: asking.client, at: asking.now, appendingTo: &reply)
            {
            case .ignored: #expect(reply.isEmpty)
            case .transfer(var transfer):
                #expect(reply.isEmpty && !isDatagram)
                while !transfer.isFinished {
                    let message = transfer.next(at: 1)
                    _ = try Message(reading: try #require(message))
                }
            case .answered:
                // What has to be said in any case: the question, an OPT record and a signature that is not believed.
                #expect(reply.count <= (isDatagram ? 1_232 + 600 : 65_535))
                let read = try Message(reading: reply)
                #expect(read.header.isResponse && read.header.id == UInt16(bytes[0]) << 8 | UInt16(bytes[1]))
                answered += read.responseCode == .noError ? 1 : 0
            }
        }
        #expect(answered > 0)
    }

    @Test("messages come whole out of pieces of any size", arguments: [1, 2, 3, 7, 100, 70_000])
    func frames(size: Int) throws {
        var generator = MessageGenerator(seed: 9)
        let messages = (0..<50).map { _ in generator.bytes(0..<400) } + [Array(repeating: 1, count: 65_535)]
        let stream = messages.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xFF)] + $0 }
        var frames = MessageFrames()
        var found: [[UInt8]] = []
        for start in stride(from: 0, to: stream.count, by: size) {
            stream[start..<min(start + size, stream.count)].withUnsafeBytes { frames.append($0) }
            while frames.hasMessage, let range = frames.next() { found.append(Array(frames.bytes[range])) }
        }
        #expect(found == messages && !frames.hasMessage)
    }
}

extension MessageGenerator {
    /// A question for the example zones, signed or not, with or without changes.
    fileprivate mutating func hostileMessage(_ key: TSIGKey, at now: UInt64) throws -> [UInt8] {
        if number(0..<8) == 0 { return bytes(0..<100) }
        if number(0..<8) == 0 { return mutated(try message().encoded()) }
        let names = [
            "kdc.example.test", "many.example.test", "www.example.test", "x.wild.example.test", "example.test",
        ]
        let types: [RecordType] = [.a, .srv, .any, .ns, .axfr, .ixfr, .soa, .opt, .tsig]
        let cookie = EDNS.Option(code: 10, data: bytes(8..<[9, 41][number(0..<2)]))
        var message = Message(
            header: MessageHeader(
                id: UInt16(number(0..<65_536)), opcode: Opcode(rawValue: [0, 0, 0, 4, 5, 9][number(0..<6)])),
            questions: [
                Question(
                    name: number(0..<4) == 0 ? name() : try DomainName(parsing: names[number(0..<names.count)]),
                    type: types[number(0..<types.count)])
            ],
            edns: number(0..<2) == 0
                ? nil : EDNS(udpPayloadSize: UInt16(number(0..<65_536)), options: [cookie, .init(code: 3, data: [])]))
        if number(0..<3) == 0 {
            message.authorities = [try FairwayDNSTestSupport.record("example.test. 0 IN SOA . . 0 0 0 0 0")]
        }
        var bytes = try message.encoded()
        if number(0..<3) == 0 {
            var session = TSIGSession(key: key)
            try session.signRequest(&bytes, at: now)
        }
        return number(0..<2) == 0 ? bytes : mutated(bytes)
    }
}
