import FairwayJSON
import Testing

@testable import FairwayKubernetesModel

@Suite("Fairway's own definitions")
struct FairwayDefinitionsTests {
    @Test("they are what a cluster takes", arguments: CustomResourceDefinition.fairway)
    func valid(definition: JSONValue) throws {
        let created = try KindDescriptor.customResourceDefinitions.created(definition)
        #expect(CustomResourceDefinition(created).warnings == [])
        let settled = CustomResourceDefinition(created).settled(beside: [], now: KindDescriptor.now)
        #expect(settled.isEstablished)
        #expect(settled.kinds().count == 1)
    }

    /// Every CEL rule below a schema.
    private func rules(_ schema: JSONValue) -> [JSONValue] {
        switch schema {
        case .object(let members):
            members.list("x-kubernetes-validations") + members.sorted { $0.key < $1.key }.flatMap { rules($0.value) }
        case .array(let elements): elements.flatMap(rules)
        default: []
        }
    }

    @Test("the native rules say what the CEL rules say")
    func sameWords() throws {
        let pools = try #require(CustomResourceDefinition.fairway.first { $0.name == "addresspools.fairway.dev" })
        let messages = rules(pools["spec"] ?? [:]).compactMap { $0["message"]?.string }
        #expect(Set(messages) == Set(AddressPoolEntryMistake.allCases.map(\.rawValue) + [AddressPoolRules.empty]))
        #expect(messages.count == Set(messages).count)
        let zones = try #require(CustomResourceDefinition.fairway.first { $0.name == "dnszones.fairway.dev" })
        #expect(rules(zones["spec"] ?? [:]).compactMap { $0["message"]?.string } == DNSZoneRules.words)
    }

    @Test("what the schema asks of a pool is asked in the real server's words")
    func schema() {
        let pool: JSONValue = [
            "apiVersion": "fairway.dev/v1alpha1", "kind": "AddressPool", "metadata": ["name": "p"],
            "spec": ["addresses": ["192.0.2.0/24"], "sharing": "all", "serviceAllocation": ["priority": -1]],
        ]
        let message = refusal { _ = try KindDescriptor.addressPools.created(pool) }?.message
        #expect(
            message == "AddressPool.fairway.dev \"p\" is invalid: [spec.serviceAllocation.priority: Invalid value: -1: "
                + "spec.serviceAllocation.priority in body should be greater than or equal to 0, spec.sharing: "
                + "Unsupported value: \"all\": supported values: \"cluster\", \"namespace\"]")
    }
}

extension [String: JSONValue] {
    fileprivate func list(_ key: String) -> [JSONValue] { self[key]?.array ?? [] }
}
