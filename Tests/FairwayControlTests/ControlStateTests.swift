import FairwayCore
import FairwayKubernetes
import FairwayResources
import Foundation
import Testing

@testable import FairwayControl

@Suite("ControlState")
struct ControlStateTests {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)
    static let key = Cluster.key("echo")

    static func snapshot(_ services: [FairwayKubernetes.Service], pool: String = "192.0.2.0/32") -> ControlSnapshot {
        var pool = Cluster.pool("pool", [pool])
        pool.status = nil
        return ControlSnapshot(services: services, pools: [pool])
    }

    /// Takes the next step of a Service as a server would: the object gets a new version.
    static func take(_ state: inout ControlState, _ key: ServiceKey, version: String) throws -> ServiceStep {
        let begun = state.begin(key)
        let (service, plan) = try #require(begun)
        var answer = plan.step.applied(to: service)
        answer.metadata.resourceVersion = version
        try state.succeeded(key, with: answer)
        return plan.step
    }

    @Test("steps follow one another although the watch has not shown them yet")
    func chain() throws {
        var state = ControlState()
        let stale = Self.snapshot([Cluster.service("echo")])
        #expect(state.plan(stale, now: Self.now).items == [.service(Self.key), .pool("pool")])
        #expect(try Self.take(&state, Self.key, version: "2") == .addFinalizers([Finalizers.cleanup, Finalizers.core]))
        _ = state.plan(stale, now: Self.now)
        guard case .writeStatus(let status) = try Self.take(&state, Self.key, version: "3") else {
            Issue.record("the status should be written after the finalizers")
            return
        }
        #expect(status.loadBalancer?.ingress.map(\.ip) == ["192.0.2.0"])
        #expect(state.plan(stale, now: Self.now).items == [.pool("pool")])
        #expect(state.begin(Self.key) == nil)
    }

    @Test("an address that is being written down is given to nobody else, however old")
    func claimUnderway() throws {
        var state = ControlState()
        let younger = Cluster.service("b")
        _ = state.plan(Self.snapshot([younger]), now: Self.now)
        _ = try Self.take(&state, Cluster.key("b"), version: "2")
        _ = state.plan(Self.snapshot([younger]), now: Self.now)
        let writing = state.begin(Cluster.key("b"))
        #expect(writing != nil)
        _ = state.plan(Self.snapshot([Cluster.service("a"), younger]), now: Self.now)
        let begun = state.begin(Cluster.key("a"))
        guard case .writeStatus(let status) = begun?.plan.step else {
            Issue.record("the older Service should be refused")
            return
        }
        #expect(status.loadBalancer?.ingress == [])
        #expect(status.conditions.first?.reason == "PoolExhausted")
    }

    @Test("what the watch shows later counts, even if it takes back what was written")
    func newerRead() throws {
        var state = ControlState()
        _ = state.plan(Self.snapshot([Cluster.service("echo")]), now: Self.now)
        _ = try Self.take(&state, Self.key, version: "2")
        var stripped = Cluster.service("echo")
        stripped.metadata.resourceVersion = "3"
        _ = state.plan(Self.snapshot([stripped]), now: Self.now)
        #expect(state.begin(Self.key)?.plan.step == .addFinalizers([Finalizers.cleanup, Finalizers.core]))
    }

    @Test("a failed step waits for its turn, unless the Service changes")
    func failure() {
        var state = ControlState()
        let snapshot = Self.snapshot([Cluster.service("echo")])
        _ = state.plan(snapshot, now: Self.now)
        #expect(state.begin(Self.key) != nil)
        #expect(state.begin(Self.key) == nil)
        state.failed(Self.key)
        #expect(state.plan(snapshot, now: Self.now).items == [.pool("pool")])
        #expect(state.begin(Self.key) != nil)
        state.failed(Self.key)
        var changed = Cluster.service("echo")
        changed.metadata.resourceVersion = "2"
        #expect(state.plan(Self.snapshot([changed]), now: Self.now).items.contains(.service(Self.key)))
    }

    @Test("a failed step for which there is no more need when its turn comes does not hold up the next one")
    func failureForgotten() {
        var state = ControlState()
        let snapshot = Self.snapshot([Cluster.service("echo")])
        _ = state.plan(snapshot, now: Self.now)
        _ = state.begin(Self.key)
        state.failed(Self.key)
        var notOurs = snapshot
        notOurs.classes.classless = false
        _ = state.plan(notOurs, now: Self.now)
        #expect(state.begin(Self.key) == nil)
        #expect(state.plan(snapshot, now: Self.now).items.contains(.service(Self.key)))
    }

    @Test("a pool's status that was not written is there when its turn comes again")
    func poolFailure() throws {
        var state = ControlState()
        _ = state.plan(Self.snapshot([]), now: Self.now)
        let begun = state.begin(pool: "pool")
        let status = try #require(begun)
        #expect(state.begin(pool: "pool") == nil)
        state.failed(pool: "pool", status)
        #expect(state.begin(pool: "pool") == status)
    }

    @Test("a server that does not keep a status is not written to without end")
    func notKept() throws {
        var state = ControlState()
        let snapshot = Self.snapshot([Cluster.service("echo")])
        _ = state.plan(snapshot, now: Self.now)
        _ = try Self.take(&state, Self.key, version: "2")
        _ = state.plan(snapshot, now: Self.now)
        let begun = state.begin(Self.key)
        var answer = try #require(begun?.service)
        answer.metadata.resourceVersion = "3"
        #expect(throws: StatusNotKept(service: Self.key)) { try state.succeeded(Self.key, with: answer) }
        #expect(state.plan(snapshot, now: Self.now).items == [.pool("pool")])
    }

    @Test("a departure is told once, waits for its deadline, and is forgotten with the Service")
    func departure() throws {
        var state = ControlState()
        var service = Cluster.service("echo")
        service.metadata.finalizers = [Finalizers.cleanup]
        service.metadata.deletionTimestamp = "2027-01-15T08:00:00Z"
        service.status?.loadBalancer?.ingress = [LoadBalancerIngress(ip: "192.0.2.0")]
        var snapshot = Self.snapshot([service])
        let acknowledged = Acknowledgement(service: "default/echo", serviceVersion: "0", endpointsVersion: "0")
        snapshot.nodeStates = [
            NodeState(metadata: ObjectMeta(name: "n"), status: NodeStateStatus(acknowledged: [acknowledged]))
        ]
        _ = state.plan(snapshot, now: Self.now)
        #expect(state.begin(Self.key)?.plan == ServicePlan(.depart(since: Self.now), notes: [.deleting]))
        let waiting = state.plan(snapshot, now: Self.now + 1)
        #expect(!waiting.items.contains(.service(Self.key)))
        #expect(waiting.wakeAt == Self.now + 30)
        let over = state.plan(snapshot, now: Self.now + 30)
        #expect(over.items.contains(.service(Self.key)))
        #expect(over.wakeAt == nil)
    }
}
