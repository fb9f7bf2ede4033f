import FairwayCore
import FairwayJSON
import FairwayKubernetes
import FairwayNet
import FairwayResources
import Foundation
import Testing

@Suite("AddressPoolObject")
struct AddressPoolObjectTests {
    static func object(_ spec: AddressPoolSpec?) -> AddressPoolObject {
        AddressPoolObject(metadata: ObjectMeta(name: "p"), spec: spec)
    }

    @Test("a pool is read with its defaults")
    func defaults() throws {
        let pool = try Self.object(AddressPoolSpec(addresses: ["192.0.2.0/30", "2001:db8::1-2001:db8::2"])).pool()
        #expect(
            pool
                == AddressPool(
                    name: "p",
                    ranges: [
                        try IPAddressRange(parsing: "192.0.2.0-192.0.2.3"),
                        try IPAddressRange(parsing: "2001:db8::1-2001:db8::2"),
                    ]))
    }

    @Test("what it says is read")
    func full() throws {
        let spec = AddressPoolSpec(
            addresses: ["192.0.2.0/30"], autoAssign: false, avoidBuggyIPs: true, sharing: "cluster")
        let pool = try Self.object(spec).pool()
        #expect(!pool.autoAssign && pool.avoidBuggyIPs && pool.sharing == .cluster)
    }

    @Test("who is admitted is read")
    func allocation() throws {
        let gold = LabelSelectorSpec(
            matchLabels: ["tier": "gold"],
            matchExpressions: [.init(key: "app", operator: "NotIn", values: ["a", "b"])])
        let spec = AddressPoolSpec(
            addresses: ["192.0.2.0/30"],
            serviceAllocation: ServiceAllocationSpec(
                priority: 7, namespaces: ["team"], namespaceSelectors: [gold], serviceSelectors: [LabelSelectorSpec()]))
        let selector = LabelSelector([
            .isIn(key: "tier", values: ["gold"]), .isNotIn(key: "app", values: ["a", "b"]),
        ])
        #expect(
            try Self.object(spec).pool().allocation
                == ServiceAllocation(
                    priority: 7, namespaces: ["team"], namespaceSelectors: [selector],
                    serviceSelectors: [LabelSelector()]))
    }

    @Test("whom it is for is read from JSON")
    func serviceAllocation() throws {
        let text = """
            {"addresses": ["192.0.2.0/30"], "serviceAllocation": {"priority": 5, "namespaces": ["team"],
             "namespaceSelectors": [{"matchLabels": {"tier": "gold"}}],
             "serviceSelectors": [{"matchExpressions": [
               {"key": "a", "operator": "In", "values": ["1", "2"]}, {"key": "b", "operator": "NotIn", "values": ["3"]},
               {"key": "c", "operator": "Exists"}, {"key": "d", "operator": "DoesNotExist"}]}]}}
            """
        let spec = try JSONDecoder().decode(AddressPoolSpec.self, from: Data(text.utf8))
        #expect(
            try Self.object(spec).pool().allocation
                == ServiceAllocation(
                    priority: 5, namespaces: ["team"],
                    namespaceSelectors: [LabelSelector([.isIn(key: "tier", values: ["gold"])])],
                    serviceSelectors: [
                        LabelSelector([
                            .isIn(key: "a", values: ["1", "2"]), .isNotIn(key: "b", values: ["3"]), .exists(key: "c"),
                            .doesNotExist(key: "d"),
                        ])
                    ]))
    }

    static let unusableAllocations: [(ServiceAllocationSpec, String)] = [
        (ServiceAllocationSpec(priority: -1), "a spec.serviceAllocation.priority of -1: expected 0"),
        (
            ServiceAllocationSpec(serviceSelectors: [
                LabelSelectorSpec(matchExpressions: [.init(key: "a", operator: "Equals", values: ["b"])])
            ]), "the operator “Equals” is not known"
        ),
        (
            ServiceAllocationSpec(namespaceSelectors: [
                LabelSelectorSpec(matchExpressions: [.init(key: "a", operator: "In")])
            ]), "In of the label “a” needs values"
        ),
        (
            ServiceAllocationSpec(namespaceSelectors: [
                LabelSelectorSpec(matchExpressions: [.init(key: "a", operator: "Exists", values: ["b"])])
            ]), "Exists of the label “a” takes no values"
        ),
    ]

    @Test("a pool whose rules cannot be read is open to nobody", arguments: unusableAllocations.indices)
    func unusableAllocation(_ index: Int) {
        let (allocation, words) = Self.unusableAllocations[index]
        let spec = AddressPoolSpec(addresses: ["192.0.2.0/30"], serviceAllocation: allocation)
        let error = #expect(throws: AddressPoolError.self) { try Self.object(spec).pool() }
        #expect(error?.message.hasPrefix("The pool “p” has ") == true)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test(
        "entries and words that cannot be read are refused",
        arguments: [
            AddressPoolSpec(addresses: ["192.0.2.9-192.0.2.1"]), AddressPoolSpec(addresses: ["192.0.2.1"]),
            AddressPoolSpec(addresses: ["192.0.2.0/24"], sharing: "everybody"),
        ])
    func refused(_ spec: AddressPoolSpec) {
        let error = #expect(throws: AddressPoolError.self) { try Self.object(spec).pool() }
        #expect(error?.pool == "p")
        #expect(error?.message.hasPrefix("The pool “p” has a") == true)
    }
}

@Suite("Patches")
struct PatchTests {
    @Test("a status patch is guarded, and says what is gone")
    func status() throws {
        let patch = try Patch.serviceStatus(ServiceStatus(), at: "7")
        guard case .merge(let body) = patch else { throw NoMergePatch() }
        #expect(
            body == [
                "metadata": ["resourceVersion": "7"],
                "status": ["loadBalancer": ["ingress": nil], "conditions": nil],
            ])
    }

    @Test("finalizers are changed only if the object is as it was read")
    func finalizers() throws {
        let metadata = ObjectMeta(resourceVersion: "7", finalizers: ["other", Finalizers.cleanup])
        guard case .json(let body) = Patch.removeFinalizers([Finalizers.cleanup], from: metadata) else {
            throw NoMergePatch()
        }
        #expect(
            body == [
                ["op": "test", "path": "/metadata/resourceVersion", "value": "7"],
                ["op": "add", "path": "/metadata/finalizers", "value": ["other"]],
            ])
    }

    struct NoMergePatch: Error {}
}
