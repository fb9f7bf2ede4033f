import FairwayDNS
import FairwayDNSTestSupport
import Testing

@Suite("Zones made ready")
struct ZoneCompileTests {
    private let base = """
        a.test. 60 IN SOA ns.a.test. root.a.test. 1 1 1 1 1
        a.test. 60 IN NS ns.a.test.

        """

    @Test(
        "what cannot be served is left away with a sentence",
        arguments: [
            (
                "b.test. 60 IN A 192.0.2.1",
                "The A record of b.test. is not served: the name is not in the zone a.test.; move it to its own zone."
            ),
            (
                "a.test. 60 IN CNAME b.test.",
                "The CNAME record of a.test. is not served: the name has other records, and an alias can have none "
                    + "(RFC 2181 §10.1); keep one or the other."
            ),
            (
                "x.a.test. 60 IN CNAME b.test.\nx.a.test. 60 IN A 192.0.2.1",
                "The CNAME record of x.a.test. is not served: the name has other records, and an alias can have none "
                    + "(RFC 2181 §10.1); keep one or the other."
            ),
            (
                "x.a.test. 60 IN CNAME b.test.\nx.a.test. 60 IN CNAME c.test.",
                "All CNAME records of x.a.test. but the first are not served: a name can be an alias for one name only; "
                    + "keep one."
            ),
            (
                "*.a.test. 60 IN NS b.test.",
                "The NS record of *.a.test. is not served: a wildcard cannot be delegated (RFC 4592 §4.2); write one NS "
                    + "record for each name."
            ),
            (
                "x.a.test. 60 IN DNAME \\# 1 00",
                "The DNAME record of x.a.test. is not served: records of this type cannot be in a zone of Fairway's; "
                    + "take it away."
            ),
            (
                "x.a.test. 60 IN SOA a. b. 1 1 1 1 1",
                "The SOA record of x.a.test. is not served: records of this type cannot be in a zone of Fairway's; "
                    + "take it away."
            ),
        ])
    func problems(lines: String, sentence: String) throws {
        let zone = try zone("a.test", base + lines)
        #expect(zone.problems.map(\.description) == [sentence])
        #expect(try ask(ZoneSet([zone]), "a.test", "NS").answers.count == 1)
    }

    @Test("without a SOA or an NS record at its apex a zone is refused")
    func incomplete() throws {
        let soa = "a.test. 60 IN SOA ns.a.test. root.a.test. 1 1 1 1 1"
        #expect(throws: ZoneProblem.noStartOfAuthority(try DomainName(parsing: "a.test"))) { try zone("a.test", "") }
        #expect(throws: ZoneProblem.noNameServers(try DomainName(parsing: "a.test"))) { try zone("a.test", soa) }
        #expect(throws: ZoneProblem.severalStartsOfAuthority(try DomainName(parsing: "a.test"))) {
            try zone("a.test", base + "a.test. 60 IN SOA ns.a.test. root.a.test. 2 1 1 1 1")
        }
    }

    @Test("equal records are one, and share the lowest TTL in one order")
    func sets() throws {
        let lines = ["x.a.test. 60 IN A 192.0.2.2", "X.a.test. 10 IN A 192.0.2.1", "x.a.test. 30 IN A 192.0.2.2"]
        for order in [lines, lines.reversed()] {
            let zone = try zone("a.test", base + order.joined(separator: "\n"))
            let answers = try ask(ZoneSet([zone]), "x.a.test", "A").answers
            #expect(answers.map(\.data.text) == ["192.0.2.1", "192.0.2.2"])
            #expect(answers.map(\.ttl) == [10, 10])
            #expect(zone.recordCount == 4)
        }
    }

    @Test("names by the ten thousand are all found")
    func many() throws {
        let apex = try DomainName(parsing: "a.test")
        var records = try base.split(separator: "\n").map { try record(String($0)) }
        for index in 0..<10_000 {
            records.append(
                ResourceRecord(
                    owner: try apex.prepending(["s\(index)".utf8, "n\(index % 7)".utf8].map(Array.init)), ttl: 60,
                    data: .txt(CharacterStrings([CharacterString("\(index)".utf8)!])!)))
        }
        let zones = ZoneSet([try CompiledZone(apex: apex, records: records)])
        for index in stride(from: 0, to: 10_000, by: 97) {
            let found = try ask(zones, "s\(index).n\(index % 7).a.test", "TXT").answers.map(\.data.text)
            #expect(found == ["\"\(index)\""])
            #expect(try ask(zones, "s\(index).n\(index % 7 + 1).a.test", "TXT").responseCode == .nameError)
        }
    }
}
