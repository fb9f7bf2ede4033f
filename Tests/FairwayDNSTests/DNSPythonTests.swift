import FairwayDNS
import FairwayDNSTestSupport
import Foundation
import Testing

@Suite("Beside dnspython", .enabled(if: hasDNSPython, "needs Debian's python3-dnspython"))
struct DNSPythonTests {
    @Test("it reads our messages as they are, and we read its", arguments: 0..<4 as Range<UInt64>)
    func messages(seed: UInt64) async throws {
        var generator = MessageGenerator(seed: 7_000 + seed)
        let messages = (0..<100).map { _ in generator.plainMessage() }
        let script = """
            import dns.message
            for line in lines:
                message = dns.message.from_wire(bytes.fromhex(line), one_rr_per_rrset=True)
                print(message.to_wire(max_size=65535).hex())
            """
        let wires = try messages.map { try $0.encoded().hexadecimalText }
        let answers = try await dnspython(script, wires)
        try #require(answers.count == messages.count)
        for (message, answer) in zip(messages, answers) {
            #expect(try Message(reading: [UInt8](hexadecimalText: answer)) == message)
        }
    }

    @Test("texts of records are the same to both, in both directions")
    func texts() async throws {
        var generator = MessageGenerator(seed: 8_000)
        let all = (0..<400).map { _ in generator.plainData() }
        let script = """
            import dns.message, dns.rdata
            for line in lines:
                type, wire, text = line.rstrip("\\n").split(" ", 2)
                theirs = dns.message.from_wire(bytes.fromhex(wire)).answer[0][0]
                ours = dns.rdata.from_text("IN", type, text)
                print(ours == theirs, theirs.to_text())
            """
        let lines = try all.map { data in
            let message = Message(
                header: MessageHeader(id: 0), answers: [ResourceRecord(owner: .root, ttl: 0, data: data)])
            return "\(data.type) \(try message.encoded().hexadecimalText) \(data.text)"
        }
        let answers = try await dnspython(script, lines)
        try #require(answers.count == all.count)
        for (data, answer) in zip(all, answers) {
            let parts = answer.split(separator: " ", maxSplits: 1).map(String.init)
            #expect(parts[0] == "True", "\(data.type) \(data.text)")
            #expect(try RecordData(data.type, parsing: parts[1]) == data, "\(parts[1])")
        }
    }

    @Test("what one refuses for its length or its names the other refuses", arguments: 0..<4 as Range<UInt64>)
    func refusals(seed: UInt64) async throws {
        var generator = MessageGenerator(seed: 9_000 + seed)
        let wires = try (0..<200).map { _ in generator.mutated(try generator.plainMessage().encoded()) }
        // It looks into options and parameters where we do not, and refuses more: what it reads, we have to read.
        let script = """
            import dns.message
            for line in lines:
                try:
                    message = dns.message.from_wire(bytes.fromhex(line), one_rr_per_rrset=True)
                    print(len(message.question), len(message.answer), len(message.authority))
                except Exception as error:
                    print("refused", type(error).__name__)
            """
        let answers = try await dnspython(script, wires.map(\.hexadecimalText))
        try #require(answers.count == wires.count)
        var read = 0
        for (wire, answer) in zip(wires, answers) where !answer.hasPrefix("refused") {
            guard let message = try? Message(reading: wire) else {
                #expect(isStricter(wire), "dnspython reads \(wire.hexadecimalText)")
                continue
            }
            read += 1
            // Updates are laid out otherwise, and dnspython takes some records of them together.
            guard message.header.opcode != .update else { continue }
            #expect("\(message.questions.count) \(message.answers.count) \(message.authorities.count)" == answer)
        }
        #expect(read > 0)
    }

    /// Whether we refuse for a reason that dnspython does not have.
    private func isStricter(_ wire: [UInt8]) -> Bool {
        do {
            _ = try Message(reading: wire)
            return false
        } catch WireError.badRecordData(.caa), WireError.badRecordData(.svcb), WireError.badRecordData(.https) {
            return true
        } catch WireError.badPointer, WireError.misplacedOPT, WireError.misplacedTSIG {
            return true
        } catch {
            return false
        }
    }

    @Test("signatures are the same to both, with every algorithm", arguments: TSIGAlgorithm.allCases)
    func signatures(algorithm: TSIGAlgorithm) async throws {
        let key = try TSIGKey(
            name: DomainName(parsing: "Transfer.test"), algorithm: algorithm, secret: "c2VjcmV0IHNlY3JldA==")
        var client = TSIGSession(key: key)
        let now = UInt64(Date().timeIntervalSince1970)
        let question = Question(name: try DomainName(parsing: "example.test"), type: .soa)
        var request = try Message(header: MessageHeader(id: 99), questions: [question]).encoded()
        try client.signRequest(&request, at: now)
        let script = """
            import dns.message, dns.tsig, dns.tsigkeyring, dns.name, dns.rrset
            key = dns.tsig.Key("transfer.test", "c2VjcmV0IHNlY3JldA==", "\(algorithm.rawValue)")
            request = dns.message.from_wire(bytes.fromhex(lines.readline()), keyring=key)
            print(request.had_tsig)
            context = None
            for index in range(3):
                answer = dns.message.make_response(request)
                answer.answer.append(dns.rrset.from_text("example.test.", 60, "IN", "A", "192.0.2.%d" % index))
                print(answer.to_wire(multi=True, tsig_ctx=context).hex())
                context = answer.tsig_ctx
            # And the other way round: its request, and our answers to it.
            query = dns.message.make_query("example.test.", "AXFR")
            query.use_tsig(key)
            print(query.to_wire().hex())
            """
        let lines = try await dnspython(script, [request.hexadecimalText])
        try #require(lines.count == 5)
        #expect(lines[0] == "True")
        for line in lines[1...3] { try client.verifyAnswer(try [UInt8](hexadecimalText: line), at: now) }
        #expect(client.isSettled)
        try await answer(try [UInt8](hexadecimalText: lines[4]), key)
    }

    /// Verifies a request that dnspython has signed, and has it verify three answers in a row.
    private func answer(_ request: [UInt8], _ key: TSIGKey) async throws {
        let now = UInt64(Date().timeIntervalSince1970)
        guard case .verified(var server) = TSIGKeys([key]).verify(request, at: now) else {
            Issue.record("dnspython's request is not verified")
            return
        }
        let answers = try (0..<3).map { index in
            let answered = try record("example.test. 60 IN A 192.0.2.\(index)")
            var message = try Message(
                header: MessageHeader(id: UInt16(request[0]) << 8 | UInt16(request[1]), flags: .response),
                answers: [answered]
            ).encoded()
            try server.signAnswer(&message, at: now)
            return message
        }
        let script = """
            import dns.message, dns.tsig
            key = dns.tsig.Key("transfer.test", "c2VjcmV0IHNlY3JldA==", "\(key.algorithm.rawValue)")
            request = dns.message.from_wire(bytes.fromhex(lines.readline()), keyring=key)
            context = None
            for line in lines:
                answer = dns.message.from_wire(
                    bytes.fromhex(line), keyring=key, request_mac=request.mac, multi=True, tsig_ctx=context)
                context = answer.tsig_ctx
                print(answer.had_tsig)
            """
        let lines = try await dnspython(script, ([request] + answers).map(\.hexadecimalText))
        #expect(lines == ["True", "True", "True"])
    }
}

extension MessageGenerator {
    /// Data as all programs take them: some want what the RFCs ask for and we leave to whoever writes the record.
    mutating func plainData() -> RecordData {
        while true {
            let data = self.data()
            switch data {
            case .uri(let priority, let weight, _):
                return .uri(priority: priority, weight: weight, target: Array("krb5srv:m:tcp:kdc\(number(0..<9))".utf8))
            // dnspython 2.3 takes the bytes of a CAA record's text for letters.
            case .caa(let caa) where caa.value.isEmpty || caa.value.contains { $0 > 127 }: continue
            default: return data
            }
        }
    }

    /// A message of no special kind: no update, no unusual option, not signed.
    mutating func plainMessage() -> Message {
        var message = self.message()
        message.header.opcode = .query
        message.tsig = nil
        for index in message.edns?.options.indices ?? 0..<0 { message.edns?.options[index].code |= 0xFE00 }
        message.answers = plain(message.answers.count)
        message.authorities = plain(message.authorities.count)
        message.additionals = plain(message.additionals.count)
        return message
    }

    private mutating func plain(_ count: Int) -> [ResourceRecord] {
        (0..<count).map { _ in ResourceRecord(owner: name(), ttl: random.next32() >> 1, data: plainData()) }
    }
}
