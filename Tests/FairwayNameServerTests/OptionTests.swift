import FairwayDNS
import FairwayDNSTestSupport
import FairwayNet
import Testing

@testable import FairwayNameServer

@Suite("Answers with EDNS")
struct OptionTests {
    @Test("an answer has an OPT record if its question has one, with DO as it was and nothing unknown in it")
    func presence() throws {
        let asking = Asking(try exampleTable())
        for dnssecOK in [false, true] {
            let unknown = EDNS.Option(code: 100, data: [1, 2])
            var edns = EDNS(udpPayloadSize: 4_096, dnssecOK: dnssecOK, options: [unknown])
            edns.flags |= 0x0080
            let reply = try asking.ask("kdc.example.test", .a, edns: edns)
            #expect(reply.edns == EDNS(udpPayloadSize: 1_232, dnssecOK: dnssecOK))
            #expect(reply.answers.count == 2)
        }
        #expect(try asking.ask("kdc.example.test", .a).edns == nil)
    }

    @Test("a version that is not known is BADVERS, whatever its options are", arguments: [1, 100, 255] as [UInt8])
    func versions(version: UInt8) throws {
        let asking = Asking(try exampleTable())
        let options = [EDNS.Option(code: 10, data: [1]), EDNS.Option(code: 100, data: [])]
        let reply = try asking.ask(
            "kdc.example.test", .a, edns: EDNS(udpPayloadSize: 4_096, version: version, options: options))
        #expect(reply.responseCode == .badVersion && reply.edns?.version == 0 && reply.answers.isEmpty)
    }

    @Test(
        "over UDP an answer has what its client can take, and 1232 bytes at the most",
        arguments: [
            (nil, 512), (0, 512), (511, 512), (512, 512), (1_000, 1_000), (1_232, 1_232), (4_096, 1_232),
            (65_535, 1_232),
        ] as [(UInt16?, Int)])
    func limits(size: UInt16?, limit: Int) throws {
        let asking = Asking(try exampleTable())
        let edns = size.map { EDNS(udpPayloadSize: $0) }
        let cut = try asking.ask("many.example.test", .a, edns: edns)
        #expect(cut.header.flags.contains(.truncated) && cut.answers.isEmpty && cut.responseCode == .noError)
        asking.client.transport = .tcp
        let whole = try asking.ask("many.example.test", .a, edns: edns)
        #expect(!whole.header.flags.contains(.truncated) && whole.answers.count == 100)
    }

    @Test("a server says its name to whom asks for it, if it has one")
    func identifier() throws {
        let asked = EDNS(udpPayloadSize: 1_232, options: [EDNS.Option(code: 3, data: [])])
        for name in [nil, "one"] as [String?] {
            let asking = Asking(
                try exampleTable(), settings: NameServerSettings(identifier: name.map { Array($0.utf8) }, rates: nil))
            let reply = try asking.ask("kdc.example.test", .a, edns: asked)
            #expect(reply.edns?.options == name.map { [EDNS.Option(code: 3, data: Array($0.utf8))] } ?? [])
            #expect(try asking.ask("kdc.example.test", .a, edns: EDNS(udpPayloadSize: 1_232)).edns?.options == [])
        }
    }

    @Test("a client's cookie is answered with a server's, which stays the same; one of a wrong length with FORMERR")
    func cookies() throws {
        let asking = Asking(try exampleTable())
        let own: [UInt8] = Array(1...8)
        func asked(_ data: [UInt8]) -> EDNS {
            EDNS(udpPayloadSize: 1_232, options: [EDNS.Option(code: 10, data: data)])
        }
        let first = try #require(try asking.ask("kdc.example.test", .a, edns: asked(own)).edns?.options.first?.data)
        #expect(first.count == 24 && Array(first[..<8]) == own && first[8] == 1)
        asking.now.unix += 60
        let second = try asking.ask("kdc.example.test", .a, edns: asked(first))
        #expect(second.edns?.options.first?.data == first && second.answers.count == 2)
        // Another server's, and one of another client.
        for foreign in [own + Array(repeating: 7, count: 32), own + Array(repeating: 7, count: 16)] {
            let reply = try asking.ask("kdc.example.test", .a, edns: asked(foreign))
            #expect(reply.responseCode == .noError && reply.edns?.options.first?.data.count == 24)
        }
        for length in [0, 1, 7, 9, 15, 41] {
            let data = [UInt8](repeating: 1, count: length)
            #expect(try asking.ask("kdc.example.test", .a, edns: asked(data)).responseCode == .formatError)
        }
    }

    @Test("who only wants a cookie asks nothing (RFC 7873 §5.4); who asks nothing else is malformed")
    func withoutQuestion() throws {
        let asking = Asking(try exampleTable())
        var message = Message(
            header: MessageHeader(id: 1),
            edns: EDNS(udpPayloadSize: 1_232, options: [EDNS.Option(code: 10, data: Array(1...8))]))
        let reply = try asking.ask(message)
        #expect(reply.responseCode == .noError && reply.questions.isEmpty)
        #expect(reply.edns?.options.first?.data.count == 24)
        message.edns = nil
        #expect(try asking.ask(message).responseCode == .formatError)
    }
}
