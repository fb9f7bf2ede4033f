import FairwayControl
import FairwayKubernetes
import FairwayResources
import Foundation
import Testing

@Suite("Pools for some Services only")
struct PoolAdmissionTests {
    static let pinned = ServiceAllocationSpec(
        namespaceSelectors: [LabelSelectorSpec(matchLabels: ["tier": "gold"])],
        serviceSelectors: [LabelSelectorSpec(matchLabels: ["app": "echo"])])

    /// A cluster whose only pool is for echo Services in gold namespaces, and an echo Service.
    static func cluster(tier: String, annotations: [String: String] = [:]) -> Cluster {
        var cluster = Cluster()
        cluster.snapshot.pools[0].spec?.serviceAllocation = pinned
        cluster.snapshot.namespaceLabels = ["default": ["tier": tier]]
        var service = Cluster.service("echo", annotations: annotations)
        service.metadata.labels = ["app": "echo"]
        cluster.add(service)
        cluster.settle()
        return cluster
    }

    @Test(
        "annotated pool or IP outside pin stays pending with Event",
        arguments: [
            [:], ["fairway.dev/address-pool": "pool"], ["fairway.dev/addresses": "192.0.2.1"],
        ] as [[String: String]])
    func pending(annotations: [String: String]) {
        var cluster = Self.cluster(tier: "lead", annotations: annotations)
        #expect(cluster.addresses("echo").isEmpty)
        #expect(cluster.assigned("echo") == (annotations.isEmpty ? "False NoPool" : "False PoolForbidden"))
        #expect(
            cluster.told == ["echo EnsuringLoadBalancer", "echo AddressNotAssigned", "echo SyncLoadBalancerFailed"])
        cluster.snapshot.namespaceLabels["default"] = ["tier": "gold"]
        cluster.settle()
        #expect(cluster.assigned("echo") == "True Assigned")
    }

    @Test("an address outlives the labels by which it was given, and the condition says so")
    func relabelled() {
        var cluster = Self.cluster(tier: "gold")
        #expect(cluster.addresses("echo") == ["192.0.2.0"])
        cluster.forgetTold()
        cluster["echo"]?.metadata.labels = [:]
        cluster.settle()
        #expect(cluster.addresses("echo") == ["192.0.2.0"])
        #expect(
            cluster.condition("echo", ServiceConditions.addressAssigned)?.message
                == "Assigned 192.0.2.0 from the pool “pool”, which is for other Services by now.")
        #expect(cluster.told.isEmpty)
        #expect(cluster.snapshot.plan(now: cluster.now + 60) == ControlPlan())
    }

    @Test("a namespace that is not known has no labels")
    func unknownNamespace() {
        var cluster = Self.cluster(tier: "gold")
        cluster.snapshot.namespaceLabels = [:]
        #expect(cluster.snapshot.plan(now: cluster.now).services.count == 1)
        cluster.settle()
        #expect(cluster.addresses("echo") == ["192.0.2.0"])
    }
}
