import FairwayDNS
import FairwayDNSTestSupport
import Testing

@Suite("Hostile queries and texts")
struct HostileQueryTests {
    @Test("whatever is asked, the reply is a message within its limit", arguments: 0..<10 as Range<UInt64>)
    func queries(seed: UInt64) throws {
        let zones = ZoneSet([try zone("example.test", exampleLines), try zone("other.test", otherLines)])
        var generator = MessageGenerator(seed: 3_000 + seed)
        var (answer, reply): (ZoneAnswer, [UInt8]) = (ZoneAnswer(), [])
        var answered = 0
        for _ in 0..<fuzzInputs(200) {
            var bytes = try generator.query().encoded()
            if generator.number(0..<2) == 0 { bytes = generator.mutated(bytes) }
            reply.removeAll(keepingCapacity: true)
            do throws(Query.Failure) {
                let query = try Query(reading: bytes.span)
                zones.answer(bytes.span.extracting(query.name), query.type, into: &answer)
                let limit = generator.number(300..<1_300)
                Reply(
                    answer.responseCode, isAuthoritative: answer.isAuthoritative,
                    options: query.options.map { Reply.Options(udpPayloadSize: 1232, cookie: $0.cookie) }, limit: limit
                ).write(to: query, in: bytes.span, answer, from: zones, appendingTo: &reply)
                #expect(reply.count <= max(limit, 12 + query.name.count + 4 + 60))
            } catch {
                guard case .malformed(let header) = error else { continue }
                Reply.malformed(header, appendingTo: &reply)
            }
            let read = try Message(reading: reply)
            #expect(read.header.isResponse && read.header.id == UInt16(bytes[0]) << 8 | UInt16(bytes[1]))
            answered += read.responseCode == .noError ? 1 : 0
        }
        #expect(answered > 0)
    }

    @Test("a query is read as the whole message is", arguments: 0..<10 as Range<UInt64>)
    func agreement(seed: UInt64) throws {
        var generator = MessageGenerator(seed: 4_000 + seed)
        for _ in 0..<fuzzInputs(200) {
            let bytes = generator.mutated(try generator.query().encoded())
            guard let message = try? Message(reading: bytes), let query = try? Query(reading: bytes.span) else {
                continue
            }
            #expect(query.header.id == message.header.id && query.header.opcode == message.header.opcode)
            #expect(
                message.questions.first.map { $0.type == query.type && $0.class == query.class } ?? query.name.isEmpty)
            #expect(message.questions.first.map { $0.name.wire.count == query.name.count } ?? true)
            #expect(query.options?.udpPayloadSize == message.edns?.udpPayloadSize)
            #expect(query.options?.isDNSSECOK == message.edns?.isDNSSECOK)
            #expect((query.signatureStart == nil) == (message.tsig == nil))
        }
    }

    @Test("signatures that were changed are refused, whatever was changed", arguments: 0..<4 as Range<UInt64>)
    func signatures(seed: UInt64) throws {
        var generator = MessageGenerator(seed: 5_000 + seed)
        let key = try TSIGKey(name: DomainName(parsing: "k"), algorithm: .sha256, secret: "c2VjcmV0")
        for _ in 0..<fuzzInputs(100) {
            var signed = try generator.query().encoded()
            var session = TSIGSession(key: key)
            try session.signRequest(&signed, at: 1_000)
            let bytes = generator.mutated(signed)
            guard case .verified? = TSIGKeys([key]).verify(bytes, at: 1_000) else {
                _ = try? session.verifyAnswer(bytes, at: 1_000)
                continue
            }
            // Only the id, which the record has as well, and the case of names of the record are not signed.
            #expect(bytes.dropFirst(2).map { $0 | 0x20 } == signed.dropFirst(2).map { $0 | 0x20 })
        }
    }

    @Test("texts of all kinds are read or refused", arguments: 0..<4 as Range<UInt64>)
    func texts(seed: UInt64) {
        var generator = MessageGenerator(seed: 6_000 + seed)
        let types: [RecordType] = [.a, .aaaa, .srv, .txt, .svcb, .caa, .soa, .mx, .uri, RecordType(rawValue: 4711)]
        for _ in 0..<fuzzInputs(300) {
            let alphabet = Array("ab.\\\"#= 0129,;:-\u{e9}".unicodeScalars)
            var text = String.UnicodeScalarView()
            for _ in 0..<generator.number(0..<30) { text.append(alphabet[generator.number(0..<alphabet.count)]) }
            if let name = DomainName(String(text)) { #expect(DomainName(name.description) == name) }
            let mutated = String(decoding: generator.mutated(Array(generator.data().text.utf8)), as: UTF8.self)
            for type in types {
                for text in [String(text), mutated] {
                    guard let data = try? RecordData(type, parsing: text) else { continue }
                    #expect((try? RecordData(type, parsing: data.text)) == data, "\(type) \(text)")
                }
            }
        }
    }
}

extension MessageGenerator {
    /// A question that the example zones may have an answer to.
    fileprivate mutating func query() -> Message {
        let names = [
            "kdc.example.test", "_kerberos._udp.example.test", "www.example.test", "loop.example.test",
            "x.wild.example.test",
            "a.b.sub.example.test", "example.test", "no.example.test", "other.test", "deep.example.test",
        ]
        let types: [RecordType] = [.a, .aaaa, .srv, .any, .ns, .mx, .txt, .ds, .soa, .axfr]
        let name = number(0..<4) == 0 ? self.name() : DomainName(names[number(0..<names.count)]) ?? .root
        let cookie = EDNS.Option(code: EDNS.Option.cookie, data: bytes(8..<9))
        return Message(
            header: MessageHeader(id: random.next16(), flags: .recursionDesired),
            questions: [Question(name: name, type: types[number(0..<types.count)])],
            edns: number(0..<2) == 0 ? nil : EDNS(udpPayloadSize: random.next16(), dnssecOK: true, options: [cookie]))
    }
}
