import FairwayJSON
import FairwayKubernetesModel
import Testing

@Suite("Rules for AddressPools")
struct KindsAddressPoolRulesTests {
    private let rules = KindDescriptor.addressPools.rules

    private static func pool(_ name: String, _ addresses: [String]) -> JSONValue {
        ["metadata": ["name": .string(name)], "spec": ["addresses": .array(addresses.map { .string($0) })]]
    }

    private func errors(_ spec: JSONValue) -> [String] {
        rules.validate(["metadata": ["name": "a"], "spec": spec], old: nil, subresource: nil).map(\.description)
    }

    @Test("blocks and ranges of both families are taken")
    func accepted() {
        let pool = Self.pool(
            "a", ["192.0.2.0/28", "192.0.2.16-192.0.2.19", "2001:db8::/120", "127.0.0.64-127.0.0.127"])
        #expect(rules.validate(pool, old: nil, subresource: nil) == [])
    }

    @Test(
        "an entry that is no range is refused with the reason",
        arguments: [
            ("192.0.2.9-192.0.2.1", "reversed"), ("::9 - ::1", "reversed"), ("192.0.2.1", "expected a block"),
            ("192.0.2.1/24", "begins with its first address"), ("x", "or a range"), ("", "expected a block"),
            ("192.0.2.1-::1", "one family"), ("192.0.2.0/33", "expected a block"), ("1.2.3.4-1.2.3.5-", "or a range"),
        ])
    func notARange(text: String, expected: String) {
        let found = errors(["addresses": [.string(text)]])
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("spec.addresses[0]: Invalid value: \"\(text)\": ") == true)
        #expect(found.first?.contains(expected) == true)
    }

    @Test("no address is twice in a pool")
    func overlapInside() {
        #expect(
            errors(["addresses": ["192.0.2.0/24", "198.51.100.0/24", "192.0.2.9-192.0.2.10"]]) == [
                "spec.addresses[2]: Invalid value: \"192.0.2.9-192.0.2.10\": overlaps with spec.addresses[0], which is "
                    + "192.0.2.0/24"
            ])
    }

    @Test("no address is in two pools, and a pool does not clash with itself")
    func overlapOutside() {
        let others = [Self.pool("a", ["192.0.2.0/24"]), Self.pool("b", ["198.51.100.0/24", "broken"])]
        #expect(rules.crossValidate(Self.pool("a", ["192.0.2.0/25"]), others: others) == [])
        #expect(
            rules.crossValidate(Self.pool("c", ["10.0.0.0/8", "198.51.100.7-198.51.100.8"]), others: others)
                .map(\.description) == [
                    "spec.addresses[1]: Invalid value: \"198.51.100.7-198.51.100.8\": overlaps with 198.51.100.0/24 of "
                        + "the pool \"b\": an address can be in one pool only"
                ])
    }

    @Test("a pool has addresses")
    func empty() {
        let words = "spec.addresses: Required value: a pool has at least one block or range, such as 192.0.2.0/24"
        #expect(errors([:]) == [words])
        #expect(errors(["addresses": [""]]).count == 1)
        #expect(errors(["addresses": []]) == [words])
    }

    @Test("the selectors of those a pool is for are checked")
    func allocation() {
        let allocation: JSONValue = [
            "serviceSelectors": [
                ["matchExpressions": [["key": "a", "operator": "In"], ["key": "b", "operator": "Is"]]]
            ]
        ]
        let path = "spec.serviceAllocation.serviceSelectors[0].matchExpressions"
        #expect(
            errors(["addresses": ["192.0.2.0/24"], "serviceAllocation": allocation]) == [
                "\(path)[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
                "\(path)[1].operator: Invalid value: \"Is\": not a valid selector operator",
            ])
    }

    @Test("a namespace has a name that one can have")
    func namespaces() {
        let allocation: JSONValue = ["namespaces": ["a", "A"]]
        let path = "spec.serviceAllocation.namespaces[1]"
        #expect(
            errors(["addresses": ["192.0.2.0/24"], "serviceAllocation": allocation]) == [
                "\(path): Invalid value: \"A\": \(path) in body should match '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$'"
            ])
    }
}
