import FairwayKubernetes
import FairwayResources
import Foundation
import Testing

@testable import FairwayControl

@Suite("Nodes that fall silent")
struct HeartbeatsTests {
    private func lease(_ name: String, _ time: String) -> Lease {
        Lease(
            metadata: ObjectMeta(name: name),
            spec: LeaseSpec(holderIdentity: name, leaseDurationSeconds: 40, renewTime: time))
    }

    @Test("a Lease that does not change for its duration has run out, and lives again when it changes")
    func runsOut() {
        var heartbeats = Heartbeats()
        var isBack = heartbeats.follow([lease("a", "1"), lease("b", "1")], now: .zero)
        #expect(!isBack)
        isBack = heartbeats.follow([lease("a", "1"), lease("b", "2")], now: .seconds(30))
        #expect(!isBack)
        let names: Set = ["a", "b"]
        var silence = heartbeats.silence(among: names, now: .seconds(39))
        #expect(silence == Heartbeats.Silence(leases: [], next: .seconds(40)))
        silence = heartbeats.silence(among: names, now: .seconds(40))
        #expect(silence == Heartbeats.Silence(leases: ["a"], next: .seconds(70)))
        isBack = heartbeats.follow([lease("a", "9"), lease("b", "2")], now: .seconds(50))
        #expect(isBack)
        silence = heartbeats.silence(among: names, now: .seconds(50))
        #expect(silence.leases.isEmpty)
    }

    @Test("whatever the clock of a node says, only that it changes counts")
    func clocks() {
        var heartbeats = Heartbeats()
        for second in 0..<100 {
            _ = heartbeats.follow([lease("a", "\(100 - second)")], now: .seconds(second))
        }
        let silence = heartbeats.silence(among: ["a"], now: .seconds(100))
        #expect(silence.leases.isEmpty)
    }

    @Test("a Lease that is not there, or no longer, runs out too")
    func absent() {
        var heartbeats = Heartbeats()
        _ = heartbeats.follow([lease("b", "1")], now: .zero)
        var silence = heartbeats.silence(among: ["a", "b"], now: .zero)
        #expect(silence.next == .seconds(40))
        _ = heartbeats.follow([], now: .seconds(10))
        silence = heartbeats.silence(among: ["a", "b"], now: .seconds(40))
        #expect(silence.leases == ["a"])
        silence = heartbeats.silence(among: ["a", "b"], now: .seconds(50))
        #expect(silence.leases == ["a", "b"])
    }

    /// Two nodes that serve a Service, of which one has fallen silent.
    private func cluster() -> Cluster {
        var cluster = Cluster(nodes: ["living", "gone"])
        for (index, name) in ["living", "gone"].enumerated() {
            cluster.snapshot.nodeStates[index].status = NodeStateStatus(
                node: name, heartbeat: NodeHeartbeat.lease(ofNode: name), engine: "proxy")
        }
        return cluster
    }

    private let gone: Set = [NodeHeartbeat.lease(ofNode: "gone")]

    @Test("a node that is gone does not keep a Service from being programmed")
    func programmed() {
        var cluster = cluster()
        cluster.add(Cluster.service("echo"))
        cluster.settle(nodes: false)
        cluster.follow()
        cluster.snapshot.nodeStates[1].status?.acknowledged = []
        cluster.settle(nodes: false)
        #expect(cluster.programmed("echo") == "False Pending")
        cluster.snapshot.silentHeartbeats = gone
        cluster.settle(nodes: false)
        #expect(cluster.programmed("echo") == "True Programmed")
    }

    @Test("a node that is gone does not hold up a deletion, one that lives does")
    func deletion() {
        var cluster = cluster()
        cluster.add(Cluster.service("echo"))
        cluster.settle()
        cluster["echo"]?.metadata.deletionTimestamp = "2026-01-01T00:00:00Z"
        cluster.snapshot.nodeStates[0].status?.acknowledged = []
        cluster.settle(nodes: false)
        #expect(cluster["echo"] != nil)
        cluster.snapshot.silentHeartbeats = gone
        cluster.settle(nodes: false)
        #expect(cluster["echo"] == nil)
    }

    @Test("what a node that is gone refused is nobody's trouble")
    func refusal() {
        var cluster = cluster()
        cluster.add(Cluster.service("echo"))
        cluster.settle()
        cluster.snapshot.nodeStates[1].status?.refused = [
            RefusedPort(
                service: "default/echo", address: nil, port: 12_345, protocol: "UDP", reason: "PortInUse",
                message: "In use.")
        ]
        cluster.settle(nodes: false)
        #expect(cluster.programmed("echo") == "False PartiallyProgrammed")
        cluster.snapshot.silentHeartbeats = gone
        cluster.settle(nodes: false)
        #expect(cluster.programmed("echo") == "True Programmed")
    }
}
