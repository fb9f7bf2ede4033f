import FairwayCore
import FairwayNet
import Testing

@Suite("SourceRanges")
struct SourceRangesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var prefixes: [String]
        var allowed: [String] = []
        var refused: [String] = []

        var testDescription: String { prefixes.isEmpty ? "none" : prefixes.joined(separator: " ") }
    }

    static let cases = [
        Case(prefixes: [], allowed: ["0.0.0.0", "255.255.255.255", "::", "2001:db8::1"]),
        Case(
            prefixes: ["192.0.2.0/24"], allowed: ["192.0.2.0", "192.0.2.255"],
            refused: ["192.0.1.255", "192.0.3.0", "::", "2001:db8::1"]),
        Case(prefixes: ["0.0.0.0/0"], allowed: ["0.0.0.0", "203.0.113.9"], refused: ["::1"]),
        Case(
            prefixes: ["2001:db8::/32", "192.0.2.9/32"], allowed: ["2001:db8:ffff::1", "192.0.2.9"],
            refused: ["2001:db9::", "192.0.2.8", "192.0.2.10"]),
        Case(
            prefixes: ["10.1.0.0/16", "10.0.0.0/8", "10.1.2.0/24", "172.16.0.0/12"],
            allowed: ["10.1.2.3", "10.255.0.1", "172.31.255.255"], refused: ["9.255.255.255", "11.0.0.0", "172.32.0.0"]
        ),
    ]

    @Test("clients of the ranges are allowed and no others", arguments: cases)
    func allows(_ example: Case) throws {
        let ranges = SourceRanges(try example.prefixes.map { try IPPrefix(parsing: $0) })
        for text in example.allowed { #expect(ranges.allow(try IPAddress(parsing: text)), "\(text)") }
        for text in example.refused { #expect(!ranges.allow(try IPAddress(parsing: text)), "\(text)") }
    }

    @Test("nobody is nobody")
    func nobody() throws {
        #expect(!SourceRanges.nobody.allow(try IPAddress(parsing: "192.0.2.1")))
        #expect(SourceRanges.nobody != .everybody)
    }

    @Test("what is acknowledged names the ranges, in whatever order and however often they are given")
    func fingerprints() throws {
        func fingerprint(_ sources: SourceRanges) -> Fingerprint {
            ServedService(
                key: ServiceKey(namespace: "a", name: "b"), creation: CreationOrder(createdAt: 0, uid: ""),
                addresses: [],
                ports: [], sources: sources
            ).fingerprint
        }
        let (one, two) = (try IPPrefix(parsing: "192.0.2.0/24"), try IPPrefix(parsing: "2001:db8::/32"))
        let all = [.everybody, .nobody, SourceRanges([one]), SourceRanges([two]), SourceRanges([one, two])]
        #expect(Set(all.map(fingerprint)).count == all.count)
        #expect(fingerprint(SourceRanges([two, one, one])) == fingerprint(SourceRanges([one, two])))
    }
}
