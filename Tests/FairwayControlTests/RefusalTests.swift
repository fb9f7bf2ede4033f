import FairwayControl
import FairwayCore
import FairwayKubernetes
import FairwayResources
import Foundation
import Testing

@Suite("Refusals and recoveries")
struct RefusalTests {
    static func refusal(_ protocolName: String, _ service: String = "default/echo") -> RefusedPort {
        RefusedPort(
            service: service, address: "192.0.2.0", port: 12_345, protocol: protocolName, reason: "PortInUse",
            message: "\(protocolName) is in use.")
    }

    static let wrongAnnotations: [(annotations: [String: String], reason: String)] = [
        (["fairway.dev/addresses": "nonsense"], "InvalidAnnotation"),
        (["fairway.dev/addresses": "198.51.100.1"], "AddressOutsidePools"),
        (["fairway.dev/address-pool": "none"], "PoolNotFound"),
        (["fairway.dev/engine": "kernel"], "EngineNotAvailable"),
        (["fairway.dev/udp-idle-timeout": "soon"], "InvalidAnnotation"),
        (["fairway.dev/address-pool": "a", "metallb.io/address-pool": "b"], "ContradictingAnnotations"),
        (["fairway.dev/addresses": "2001:db8::1"], "AddressFamilyMismatch"),
    ]

    @Test("a wish that cannot be met is refused once, in a condition and two Events", arguments: wrongAnnotations)
    func refused(_ annotations: [String: String], _ reason: String) {
        var cluster = Cluster()
        cluster.add(Cluster.service("echo", annotations: annotations))
        cluster.settle()
        #expect(cluster.assigned("echo") == "False \(reason)")
        #expect(cluster.programmed("echo") == "False AddressNotAssigned")
        #expect(cluster.addresses("echo").isEmpty)
        #expect(cluster["echo"]?.metadata.finalizers == [])
        #expect(
            cluster.told == ["echo EnsuringLoadBalancer", "echo AddressNotAssigned", "echo SyncLoadBalancerFailed"])
        #expect(cluster.messages.last == "Error syncing load balancer: \(cluster.messages[1])")
        cluster.now += 60
        #expect(cluster.snapshot.plan(now: cluster.now) == ControlPlan())
    }

    @Test("another sentence is told anew, the same one is not")
    func newSentence() {
        var cluster = Cluster()
        cluster.add(Cluster.service("echo", annotations: ["fairway.dev/engine": "steam"]))
        cluster.settle()
        cluster.forgetTold()
        cluster["echo"]?.metadata.annotations = ["fairway.dev/engine": "diesel"]
        cluster.settle()
        #expect(cluster.told == ["echo AddressNotAssigned", "echo SyncLoadBalancerFailed"])
    }

    @Test("a refusal that is corrected ends in a programmed Service")
    func recovery() {
        var cluster = Cluster()
        cluster.add(Cluster.service("echo", annotations: ["fairway.dev/addresses": "nonsense"]))
        cluster.settle()
        cluster.forgetTold()
        cluster["echo"]?.metadata.annotations = [:]
        cluster.settle()
        #expect(cluster.told == ["echo EnsuringLoadBalancer", "echo AddressAssigned", "echo EnsuredLoadBalancer"])
    }

    @Test("a Service that serves keeps what it has while its new wish cannot be met")
    func keeps() {
        var cluster = Cluster()
        cluster.add(Cluster.service("echo"))
        cluster.settle()
        cluster.forgetTold()
        cluster["echo"]?.metadata.annotations = ["fairway.dev/addresses": "198.51.100.1"]
        cluster.settle()
        #expect(cluster.addresses("echo") == ["192.0.2.0"])
        #expect(cluster.assigned("echo") == "False AddressOutsidePools")
        #expect(cluster.programmed("echo") == "True Programmed")
        #expect(cluster.told == ["echo AddressNotAssigned", "echo SyncLoadBalancerFailed"])
        cluster.forgetTold()
        cluster["echo"]?.metadata.annotations = ["fairway.dev/udp-idle-timeout": "soon"]
        cluster.settle()
        #expect(cluster.programmed("echo") == "True Programmed")
        cluster.forgetTold()
        cluster["echo"]?.metadata.annotations = [:]
        cluster.settle()
        #expect(cluster.told == ["echo EnsuredLoadBalancer"])
    }

    @Test("a port that nodes refuse is said, and the other one is served")
    func portInUse() {
        var cluster = Cluster()
        cluster.add(Cluster.service("echo"))
        cluster.refuse(Self.refusal("TCP"))
        cluster.settle()
        #expect(cluster.errors("echo") == ["fairway.dev/PortInUse", nil])
        #expect(cluster.programmed("echo") == "False PartiallyProgrammed")
        #expect(cluster.condition("echo", ServiceConditions.portsError)?.reason == "PortInUse")
        #expect(
            cluster.told == ["echo EnsuringLoadBalancer", "echo AddressAssigned", "echo SyncLoadBalancerFailed"])
        #expect(cluster.messages.last == "Error syncing load balancer: TCP is in use.")

        cluster.forgetTold()
        cluster.refuse(Self.refusal("TCP"), Self.refusal("UDP"))
        cluster.settle()
        #expect(cluster.programmed("echo") == "False PortInUse")

        cluster.forgetTold()
        cluster.refuse()
        cluster.settle()
        #expect(cluster.errors("echo") == [nil, nil])
        #expect(cluster.told == ["echo EnsuredLoadBalancer"])
        #expect(cluster.condition("echo", ServiceConditions.portsError) == nil)
    }

    @Test("two Services that clash on a port of a shared address are told so, and serve the rest")
    func sharing() {
        var cluster = Cluster(pool: ["192.0.2.0/32"])
        cluster.add(
            Cluster.service("a", annotations: ["fairway.dev/share-address": "k"]),
            Cluster.service("b", annotations: ["fairway.dev/share-address": "k", "fairway.dev/addresses": "192.0.2.0"]))
        cluster["b"]?.spec?.ports[1].port = 5_000
        cluster.settle()
        #expect(cluster.addresses("a") == ["192.0.2.0"])
        #expect(cluster.addresses("b") == ["192.0.2.0"])
        #expect(cluster.programmed("a") == "True Programmed")
        #expect(cluster.errors("b") == ["fairway.dev/PortConflict", nil])
        #expect(cluster.programmed("b") == "False PartiallyProgrammed")
        #expect(cluster.told.contains("b SyncLoadBalancerFailed"))
        #expect(cluster.snapshot.pools[0].status?.assignedIPv4 == 1)

        cluster.forgetTold()
        cluster["b"]?.spec?.ports[0].port = 5_000
        cluster.settle()
        #expect(cluster.programmed("b") == "True Programmed")
        #expect(cluster.errors("b") == [nil, nil])
    }

    @Test("a protocol that is not forwarded is an error of its port")
    func sctp() {
        var cluster = Cluster()
        cluster.add(Cluster.service("echo"))
        cluster["echo"]?.spec?.ports[1].protocol = "SCTP"
        cluster.settle()
        #expect(cluster.errors("echo") == [nil, "fairway.dev/ProtocolNotSupported"])
        #expect(cluster.programmed("echo") == "False PartiallyProgrammed")
    }

    @Test("a weight that cannot be read is said of its Service, which is served on")
    func weight() {
        var cluster = Cluster()
        cluster.add(Cluster.service("echo"))
        cluster.settle()
        cluster.forgetTold()
        cluster.snapshot.endpointSlices = [
            EndpointSlice(
                metadata: ObjectMeta(
                    name: "s", namespace: "default", labels: ["kubernetes.io/service-name": "echo"],
                    annotations: ["fairway.dev/weight": "heavy"]),
                addressType: "IPv4")
        ]
        cluster.settle()
        #expect(cluster.programmed("echo") == "False InvalidAnnotation")
        #expect(cluster.addresses("echo") == ["192.0.2.0"])
        #expect(cluster.told == ["echo UpdateLoadBalancerFailed"])
        cluster.forgetTold()
        cluster.snapshot.endpointSlices = []
        cluster.settle()
        #expect(cluster.told == ["echo EnsuredLoadBalancer"])
    }
}
