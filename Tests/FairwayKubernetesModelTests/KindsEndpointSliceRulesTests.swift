import FairwayJSON
import FairwayKubernetesModel
import Testing

@Suite("Rules for EndpointSlices")
struct KindsEndpointSliceRulesTests {
    private let rules = KindDescriptor.endpointSlices.rules

    private func errors(_ slice: JSONValue, old: JSONValue? = nil) -> [String] {
        var slice = slice
        rules.prepare(&slice, old: old, subresource: nil)
        return rules.validate(slice, old: old, subresource: nil).map(\.description)
    }

    private static func slice(_ type: String, _ addresses: String...) -> JSONValue {
        [
            "addressType": .string(type), "endpoints": [["addresses": .array(addresses.map { .string($0) })]],
        ]
    }

    private static let tooLong = String(repeating: "x", count: 64)

    static let mistakes: [(JSONValue, [String])] = [
        (slice("IPv4", "10.0.0.1"), []),
        (slice("IPv4", "127.0.0.1"), []),
        (slice("IPv6", "::1"), []),
        (slice("IPv4", "::1"), ["endpoints[0].addresses[0]: Invalid value: \"::1\": must be a valid IPv4 address"]),
        (slice("IPv6", "x"), ["endpoints[0].addresses[0]: Invalid value: \"x\": must be a valid IPv6 address"]),
        (
            slice("IPv4", "10.0.0.1", "169.254.1.1"),
            [
                "endpoints[0].addresses[1]: Invalid value: \"169.254.1.1\": may not be in the link-local range "
                    + "(169.254.0.0/16, fe80::/10)"
            ]
        ),
        (
            slice("IPv4", "224.0.0.5"),
            [
                "endpoints[0].addresses[0]: Invalid value: \"224.0.0.5\": may not be in the link-local multicast range "
                    + "(224.0.0.0/24, ff02::/10)"
            ]
        ),
        (slice("FQDN", "a.example."), []),
        (
            slice("FQDN", "a.\(tooLong)"),
            ["endpoints[0].addresses[0]: Invalid value: \"\(tooLong)\": must be no more than 63 bytes"]
        ),
        (
            slice("FQDN", "a"),
            [
                "endpoints[0].addresses[0]: Invalid value: \"a\": should be a domain with at least two segments "
                    + "separated by dots"
            ]
        ),
        (slice("IPv4"), ["endpoints[0].addresses: Required value: must contain at least 1 address"]),
        ([:], ["addressType: Required value"]),
        (
            ["addressType": "IPX"],
            ["addressType: Unsupported value: \"IPX\": supported values: \"FQDN\", \"IPv4\", \"IPv6\""]
        ),
        (
            ["addressType": "IPv4", "ports": [["port": 1], ["port": 2, "protocol": "X"]]],
            [
                "ports[1].name: Duplicate value: \"\"",
                "ports[1].protocol: Unsupported value: \"X\": supported values: \"SCTP\", \"TCP\", \"UDP\"",
            ]
        ),
        (
            ["addressType": "IPv4", "ports": .array(Array(repeating: [:], count: 101))],
            ["ports: Too many: 101: must have at most 100 items"]
        ),
        (
            ["addressType": "IPv4", "endpoints": .array(Array(repeating: ["addresses": ["10.0.0.1"]], count: 1001))],
            ["endpoints: Too many: 1001: must have at most 1000 items"]
        ),
    ]

    @Test("a mistake has its sentence", arguments: mistakes)
    func mistake(slice: JSONValue, expected: [String]) {
        #expect(errors(slice) == expected)
    }

    @Test("the address type is fixed")
    func addressType() {
        #expect(
            errors(Self.slice("IPv6", "::1"), old: Self.slice("IPv4", "10.0.0.1")) == [
                "addressType: Invalid value: \"IPv6\": field is immutable"
            ])
    }

    @Test("ports are TCP and without a name unless said otherwise")
    func defaults() {
        var slice: JSONValue = ["addressType": "IPv4", "ports": [["port": 7]]]
        rules.prepare(&slice, old: nil, subresource: nil)
        #expect(slice["ports"] == [["port": 7, "name": "", "protocol": "TCP"]])
    }

    @Test("the generation counts changes of content only")
    func generation() {
        var first = Self.slice("IPv4", "10.0.0.1")
        rules.prepare(&first, old: nil, subresource: nil)
        #expect(first["metadata"]?["generation"] == 1)
        var labelled = first
        labelled["metadata"] = ["labels": ["a": "b"]]
        rules.prepare(&labelled, old: first, subresource: nil)
        #expect(labelled["metadata"]?["generation"] == 1)
        var moved = Self.slice("IPv4", "10.0.0.2")
        rules.prepare(&moved, old: first, subresource: nil)
        #expect(moved["metadata"]?["generation"] == 2)
    }
}
