import FairwayDNS
import FairwayDNSTestSupport
import Testing

/// A line of a zone file as BIND and ldns write it, read back.
private func parsed(_ line: Substring) throws -> ResourceRecord {
    try record(line.split { $0 == " " || $0 == "\t" }.prefix(4).joined(separator: " ") + " " + data(of: line))
}

/// What follows the fourth word of a line.
private func data(of line: Substring) -> String {
    var rest = line
    for _ in 0..<4 {
        rest = rest.drop { $0 != " " && $0 != "\t" }
        rest = rest.drop { $0 == " " || $0 == "\t" }
    }
    return String(rest)
}

@Suite(
    "Beside BIND's and ldns' tools",
    .enabled(if: has("named-compilezone") && has("drill"), "needs bind9-utils and ldnsutils"))
struct ZoneToolsTests {
    @Test("BIND takes our zone, and writes the same records")
    func bind() async throws {
        // It looks into DS records, of which we know no form.
        let records = try exampleLines.split(separator: "\n").map { try record(String($0)) }.filter { $0.type != .ds }
        let ours = try transferred(try CompiledZone(apex: DomainName(parsing: "example.test"), records: records))
        let text = ours.map { "\($0)\n" }.joined()
        let written = try await withFile(text) { path in
            try await output(of: [
                "named-compilezone", "-q", "-k", "ignore", "-n", "ignore", "-r", "ignore", "-i", "none", "-s", "full",
                "-o", "-",
                "example.test", path,
            ])
        }
        let theirs = try written.split(separator: "\n").map(parsed)
        #expect(Set(theirs).symmetricDifference(ours).map(\.description).sorted() == [])
        #expect(theirs.count == ours.count)
    }

    private func transferred(_ zone: CompiledZone) throws -> [ResourceRecord] {
        let bytes = try Message(
            header: MessageHeader(id: 5), questions: [Question(name: zone.apex, type: .axfr)]
        ).encoded()
        let query = try Query(reading: bytes.span)
        var (transfer, reply): (ZoneTransfer, [UInt8]) = (ZoneTransfer(of: zone), [])
        transfer.writeNext(to: query, in: bytes.span, limit: 65_535, appendingTo: &reply)
        return try Array(Message(reading: reply).answers.dropLast())
    }

    @Test("drill reads the messages that we write", arguments: 0..<6 as Range<UInt64>)
    func drill(seed: UInt64) async throws {
        var generator = MessageGenerator(seed: 10_000 + seed)
        var message = generator.plainMessage()
        message.questions = Array(message.questions.prefix(1))
        message.answers.removeAll(where: hasList)
        message.authorities.removeAll(where: hasList)
        message.additionals.removeAll(where: hasList)
        let text = try await withFile(try message.encoded().hexadecimalText) { path in
            try await output(of: ["drill", "-i", path])
        }
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix(";") && !$0.isEmpty }
        let theirs = try lines.map(parsed)
        let ours = message.answers + message.authorities + message.additionals
        #expect(theirs.map(\.description) == ours.map(\.description))
    }

    /// Whether a record has names of protocols: ldns 1.8 escapes a comma in them once, where RFC 9460 does it twice.
    private func hasList(_ record: ResourceRecord) -> Bool {
        switch record.data {
        case .svcb(let binding), .https(let binding): binding.parameters.contains { $0.key == 1 }
        default: false
        }
    }
}
