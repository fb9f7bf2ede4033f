import FairwayControl
import FairwayKubernetes
import FairwayResources
import Foundation
import Testing

@Suite("The condition Programmed")
struct ProgrammedTests {
    static func programmed(nodes: [String] = ["node"]) -> Cluster {
        var cluster = Cluster(nodes: nodes)
        cluster.add(Cluster.service("echo"))
        cluster.settle()
        cluster.forgetTold()
        return cluster
    }

    @Test("without nodes it waits for one")
    func noNodes() {
        var cluster = Self.programmed(nodes: [])
        #expect(cluster.programmed("echo") == "False Pending")
        #expect(cluster.snapshot.plan(now: cluster.now) == ControlPlan(wakeAt: cluster.now + 10))
        cluster.now += 10
        cluster.settle()
        #expect(cluster.programmed("echo") == "False NoNodes")
        #expect(cluster.told == ["echo UnAvailableLoadBalancer"])
        #expect(cluster.messages == ["There are no available nodes for LoadBalancer"])
        cluster.snapshot.nodeStates = [NodeState(metadata: ObjectMeta(name: "node"))]
        cluster.settle()
        #expect(cluster.told == ["echo UnAvailableLoadBalancer", "echo EnsuredLoadBalancer"])
    }

    @Test("a Service that has no address waits for one, and nothing is planned again and again meanwhile")
    func noNodesNoAddress() {
        var cluster = Cluster(nodes: [])
        cluster.add(Cluster.service("echo", annotations: ["fairway.dev/address-pool": "none"]))
        cluster.settle()
        #expect(cluster.programmed("echo") == "False AddressNotAssigned")
        #expect(cluster.snapshot.plan(now: cluster.now + 60) == ControlPlan())
        cluster["echo"]?.metadata.annotations = [:]
        cluster.now += 60
        cluster.settle()
        #expect(cluster.programmed("echo") == "False NoNodes")
        #expect(cluster.snapshot.plan(now: cluster.now + 60) == ControlPlan())
        cluster["echo"]?.metadata.deletionTimestamp = "2027-01-15T08:00:00Z"
        cluster["echo"]?.metadata.finalizers = ["example.net/other"]
        cluster.settle()
        #expect(cluster.snapshot.plan(now: cluster.now + 60) == ControlPlan())
    }

    @Test("when the last node goes it is said at once")
    func lastNode() {
        var cluster = Self.programmed()
        cluster.snapshot.nodeStates = []
        cluster.settle()
        #expect(cluster.programmed("echo") == "False NoNodes")
        #expect(cluster.told == ["echo UnAvailableLoadBalancer"])
    }

    @Test("the first time it waits for all nodes, and a node that joins later puts nothing in doubt")
    func allNodes() {
        var cluster = Cluster(nodes: ["a", "b"])
        cluster.add(Cluster.service("echo"))
        cluster.settle(nodes: false)
        cluster.follow()
        let late = cluster.snapshot.nodeStates[1].status
        cluster.snapshot.nodeStates[1].status = NodeStateStatus(engine: "proxy")
        cluster.settle(nodes: false)
        #expect(cluster.programmed("echo") == "False Pending")
        cluster.snapshot.nodeStates[1].status = late
        cluster.settle(nodes: false)
        #expect(cluster.programmed("echo") == "True Programmed")
        cluster.snapshot.nodeStates.append(NodeState(metadata: ObjectMeta(name: "c")))
        #expect(cluster.snapshot.plan(now: cluster.now) == ControlPlan())
    }

    @Test("a change that nodes have not followed yet is an update")
    func update() {
        var cluster = Self.programmed()
        cluster["echo"]?.spec?.ports[0].port = 5_000
        cluster.settle(nodes: false)
        #expect(cluster.programmed("echo") == "False Updating")
        #expect(cluster.told.isEmpty)
        cluster.settle()
        #expect(cluster.programmed("echo") == "True Programmed")
        #expect(cluster.told == ["echo UpdatedLoadBalancer"])
    }

    @Test("a change that nodes followed before the controller looked is an update too")
    func fastNodes() {
        var cluster = Self.programmed()
        cluster["echo"]?.spec?.ports[0].port = 5_000
        cluster.follow()
        cluster.settle()
        #expect(cluster.told == ["echo UpdatedLoadBalancer"])
    }

    @Test("the time of a condition changes only with its status, and the generation is the object's")
    func times() throws {
        var cluster = Self.programmed()
        let since = try #require(cluster.condition("echo", ServiceConditions.programmed)?.lastTransitionTime)
        cluster.now += 60
        cluster["echo"]?.metadata.generation = 4
        cluster["echo"]?.spec?.ports[0].port = 5_000
        cluster.follow()
        cluster.settle()
        let condition = cluster.condition("echo", ServiceConditions.programmed)
        #expect(condition?.lastTransitionTime == since)
        #expect(condition?.observedGeneration == 4)
        cluster.refuse(
            RefusedPort(
                service: "default/echo", address: nil, port: 12_345, protocol: "UDP", reason: "PortInUse",
                message: "In use."))
        cluster.settle()
        #expect(cluster.condition("echo", ServiceConditions.programmed)?.lastTransitionTime != since)
    }

    @Test("a refusal of a port that the Service has no longer is not its")
    func staleRefusal() {
        var cluster = Self.programmed()
        cluster.refuse(
            RefusedPort(
                service: "default/echo", address: "192.0.2.0", port: 1, protocol: "UDP", reason: "PortInUse",
                message: "In use."),
            RefusedPort(
                service: "default/echo", address: "192.0.2.9", port: 12_345, protocol: "UDP", reason: "PortInUse",
                message: "In use."))
        #expect(cluster.snapshot.plan(now: cluster.now) == ControlPlan())
    }
}
