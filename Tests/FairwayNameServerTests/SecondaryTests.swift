import FairwayDNS
import FairwayDNSTestSupport
import FairwayNameServer
import FairwayNet
import FairwayTestSupport
import Testing

@Suite("Secondaries", .serialized)
struct SecondaryTests {
    @Test(
        "a secondary has the zone by AXFR, hears of the next one by NOTIFY, and answers all there is as we do",
        .enabled(if: Secondary.allCases.allSatisfy { has($0.rawValue) }, "needs bind9, knot and nsd"),
        arguments: Secondary.allCases)
    func agreement(_ secondary: Secondary) async throws {
        let place = try freePlace()
        try await withServer(at: "127.0.0.1") { server, primary in
            await server.apply(try table(serial: 1, notifying: place))
            try await secondary.run(at: place, of: primary) {
                try await eventually("\(secondary) has the zone") { try serial(at: place) == 1 }
                await server.apply(try table(serial: 2, notifying: place))
                try await eventually("\(secondary) has the next zone") { try serial(at: place) == 2 }
                try compare(primary, place)
            }
            let counters = await server.counters().queries
            #expect(counters.keys.contains { $0.responseCode == "NOERROR" && ["AXFR", "IXFR"].contains($0.type) })
        }
    }

    @Test(
        "dig and kdig get all of the zone with its key, which BIND then takes; without it nobody does",
        .enabled(
            if: ["dig", "kdig", "drill", "named-checkzone"].allSatisfy { has($0) },
            "needs bind9-dnsutils, knot-dnsutils, ldnsutils and bind9-utils"))
    func transfers() async throws {
        let table = try table(serial: 7)
        try await withServer(at: "127.0.0.1", table: table) { _, place in
            let (port, key) = ("\(place.port)", "hmac-sha256:\(Secondary.key.name):\(Secondary.key.secret)")
            let text = try await output(
                of: ["dig", "@127.0.0.1", "-p", port, "-y", key, "+onesoa", "+nocomments", "example.test", "axfr"])
            let records = text.split(separator: "\n").filter { !$0.hasPrefix(";") && !$0.contains("\tTSIG\t") }
            #expect(records.count == table.zones[0].contents.recordCount)
            let checked = try await withFile(records.joined(separator: "\n") + "\n") {
                try await output(of: ["named-checkzone", "-i", "local", "example.test", $0])
            }
            #expect(checked.contains("loaded serial 7") && checked.hasSuffix("OK\n"))
            let knot = try await output(
                of: ["kdig", "@127.0.0.1", "-p", port, "-y", key, "+nocomments", "example.test", "AXFR"])
            #expect(knot.split(separator: "\n").filter { $0.contains("SOA") }.count == 2)
            // Without the key, with a wrong one, and with one that is not known.
            for wrong in [[], ["-y", "hmac-sha256:transfer:d3Jvbmc="], ["-y", "hmac-sha256:nobody:d3Jvbmc="]] {
                let refused = try await output(
                    of: ["sh", "-c", "\"$@\" || true", "sh", "dig", "@127.0.0.1", "-p", port] + wrong
                        + ["example.test", "axfr"])
                #expect(refused.contains("Transfer failed") && !refused.contains("kdc"), "\(refused)")
            }
        }
    }

    /// The example zone, without the record of which others know more than we do; later ones have another host.
    private func table(serial: Int, notifying place: SocketAddress? = nil) throws -> AuthorityTable {
        let lines = exampleLines.split(separator: "\n").filter { !$0.contains(" DS ") }.joined(separator: "\n")
            .replacing("hostmaster.example.test. 1 ", with: "hostmaster.example.test. \(serial) ")
        let key = try TSIGKey(
            name: DomainName(parsing: Secondary.key.name), algorithm: .sha256, secret: Secondary.key.secret)
        let rules = TransferRules(
            sources: [try IPPrefix(parsing: "127.0.0.0/8")], key: key.name, notified: place.map { [$0] } ?? [])
        let next = serial == 1 ? "" : "\nnew.example.test. 60 IN A 192.0.2.200"
        return AuthorityTable(
            zones: [AuthorityTable.Zone(try zone("example.test", lines + next), transfer: rules)], keys: [key])
    }

    private func serial(at place: SocketAddress) throws -> UInt32? {
        guard let reply = try? replies(at: place, [question("example.test", .soa)]).first,
            reply.header.flags.contains(.authoritative), case .soa(let soa)? = reply.answers.first?.data
        else { return nil }
        return soa.serial
    }

    private func replies(at place: SocketAddress, _ questions: [Message]) throws -> [Message] {
        let client = try RawClient(.tcp, to: place)
        return try questions.map { question in
            try client.sendMessage(try question.encoded())
            return try Message(reading: try #require(try client.receiveMessage()))
        }
    }

    /// Every name with every type, names between and below them, and some that nobody has.
    private func questions() throws -> [Message] {
        var random = SeededGenerator(seed: 77)
        // Aliases in a circle are left away: some answer them, some with an error.
        var names = Set(
            exampleLines.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
                .filter { !$0.hasPrefix("loop") })
        names.insert("new.example.test.")
        for name in names {
            for parent in sequence(first: name, next: { $0.split(separator: ".", maxSplits: 1).last.map(String.init) })
                .prefix(while: { $0.hasSuffix("example.test.") }).prefix(6)
            { names.insert(parent) }
            let label = String((0..<6).map { _ in "abcdefgh".randomElement(using: &random) ?? "a" })
            names.insert("\(label).\(name)")
            names.insert("a.\(label).\(name)")
        }
        let types: [RecordType] = [
            .a, .aaaa, .ns, .soa, .cname, .srv, .txt, .mx, .uri, .ptr, .caa, .https, RecordType(rawValue: 1_000),
        ]
        return try names.sorted().flatMap { name in try types.map { try question(name, $0) } }
    }

    private func compare(_ ours: SocketAddress, _ theirs: SocketAddress) throws {
        let questions = try questions()
        #expect(questions.count > 900)
        for (question, (own, other)) in zip(
            questions, zip(try replies(at: ours, questions), try replies(at: theirs, questions)))
        {
            #expect(Summary(own) == Summary(other), "\(question.questions)")
        }
    }
}

/// What two servers have to agree about.
private struct Summary: Equatable {
    var code: ResponseCode
    var isAuthoritative: Bool
    var answers: Set<String>
    var authorities: Set<String>

    init(_ message: Message) {
        code = message.responseCode
        isAuthoritative = message.header.flags.contains(.authoritative)
        answers = Self.lines(message.answers)
        authorities = Self.lines(message.authorities)
    }

    private static func lines(_ records: [ResourceRecord]) -> Set<String> {
        Set(records.map { "\($0.owner.lowercased) \($0.ttl) \($0.type) \($0.data.text.lowercased())" })
    }
}
