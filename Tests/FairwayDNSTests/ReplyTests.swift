import FairwayDNS
import FairwayDNSTestSupport
import Testing

@Suite("Replies")
struct ReplyTests {
    private func zoneOfAddresses(_ count: Int) throws -> ZoneSet {
        let records = (0..<count).map { "many.a.test. 60 IN A 192.0.2.\($0)" }
        let services = (0..<count).map { "_x._udp.a.test. 60 IN SRV 0 0 \($0) h\($0).a.test." }
        let hosts = (0..<count).map { "h\($0).a.test. 60 IN A 192.0.2.\($0)" }
        let others = """
            a.test. 60 IN SOA ns.a.test. root.a.test. 1 1 1 1 1
            a.test. 60 IN NS ns.a.test.
            alias.a.test. 60 IN CNAME many.a.test.
            sub.a.test. 60 IN NS ns.sub.a.test.
            ns.sub.a.test. 60 IN A 192.0.2.1
            ns.sub.a.test. 60 IN AAAA 2001:db8::1
            """
        return ZoneSet([
            try zone("a.test", ([others] + records + services + hosts).joined(separator: "\n"))
        ])
    }

    @Test("a set that does not fit is left away whole, and TC says so")
    func truncation() throws {
        let zones = try zoneOfAddresses(60)
        let whole = try ask(zones, "alias.a.test", "A")
        #expect(whole.answers.count == 61 && !whole.header.flags.contains(.truncated))
        let cut = try ask(zones, "alias.a.test", "A", limit: 512)
        #expect(cut.answers.map(\.type) == [.cname] && cut.header.flags.contains(.truncated))
    }

    @Test("additional records are left away first, and silently")
    func additionals() throws {
        let zones = try zoneOfAddresses(20)
        let length = 12 + 18 + 20 * (12 + 6 + 11)
        let cut = try ask(zones, "_x._udp.a.test", "SRV", limit: length + 100)
        #expect(cut.answers.count == 20 && (1..<20).contains(cut.additionals.count))
        #expect(!cut.header.flags.contains(.truncated))
    }

    @Test("a referral without its glue is truncated")
    func glue() throws {
        let zones = try zoneOfAddresses(1)
        let whole = try ask(zones, "x.sub.a.test", "A")
        #expect(whole.additionals.count == 2 && !whole.header.flags.contains(.truncated))
        let cut = try ask(zones, "x.sub.a.test", "A", limit: 80)
        #expect(cut.authorities.count == 1 && cut.additionals.count == 1 && cut.header.flags.contains(.truncated))
    }

    @Test(
        "whatever the limit, the reply keeps to it and has whole sets", arguments: [0, 1, 12, 40, 100, 511, 512, 1232])
    func limits(limit: Int) throws {
        let zones = try zoneOfAddresses(40)
        for (name, type) in [
            ("many.a.test", "A"), ("_x._udp.a.test", "SRV"), ("x.sub.a.test", "A"), ("no.a.test", "A"),
        ] {
            let reply = try ask(zones, name, type, limit: max(limit, 60), options: Reply.Options(udpPayloadSize: 1232))
            #expect([0, 1, 40].contains(reply.answers.count))
            #expect(reply.edns == EDNS(udpPayloadSize: 1232))
        }
    }

    @Test("an OPT record says what the server can take, its cookie and its name")
    func options() throws {
        let options = Reply.Options(
            udpPayloadSize: 1232, cookie: Cookie(client: 1, server: .sixteen(2)), nsid: Array("one".utf8))
        let reply = try ask(try zoneOfAddresses(1), "many.a.test", "A", options: options)
        #expect(
            reply.edns?.options == [
                EDNS.Option(code: 10, data: Array(repeating: 0, count: 7) + [1] + Array(repeating: 0, count: 15) + [2]),
                EDNS.Option(code: 3, data: Array("one".utf8)),
            ])
    }

    @Test("what cannot be read is answered with its id and FORMERR")
    func malformed() throws {
        var bytes: [UInt8] = []
        Reply.malformed(MessageHeader(id: 9, flags: .recursionDesired), appendingTo: &bytes)
        let message = try Message(reading: bytes)
        #expect(message.header.id == 9 && message.responseCode == .formatError && message.header.isResponse)
        #expect(message.header.flags.contains(.recursionDesired))
    }

    @Test("a transfer has the SOA first and last, and everything once between, whatever a message may hold")
    func transfer() throws {
        let zone = try zone("example.test", exampleLines)
        let question = Question(name: zone.apex, type: .axfr)
        let bytes = try Message(header: MessageHeader(id: 5), questions: [question]).encoded()
        let query = try Query(reading: bytes.span)
        let all = try exampleLines.split(separator: "\n").map { try record(String($0)) }
        for limit in [0, 100, 512, 65_535] {
            var transfer = ZoneTransfer(of: zone)
            var records: [ResourceRecord] = []
            while !transfer.isFinished {
                var reply: [UInt8] = []
                transfer.writeNext(to: query, in: bytes.span, limit: limit, appendingTo: &reply)
                let message = try Message(reading: reply)
                #expect(message.questions == [question] && !message.answers.isEmpty)
                #expect(reply.count <= limit || message.answers.count == 1)
                records += message.answers
            }
            #expect(records.first?.type == .soa && records.last == records.first)
            let pairs = Set(records.map { "\($0.owner.lowercased) \($0.data.text)" })
            let expected = Set(all.map { "\($0.owner.lowercased) \($0.data.text)" })
            #expect(pairs.symmetricDifference(expected).isEmpty)
            #expect(records.count == all.count + 1)
        }
    }
}
