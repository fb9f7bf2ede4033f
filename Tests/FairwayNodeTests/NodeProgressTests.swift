import FairwayCore
import FairwayKubernetes
import FairwayNet
import FairwayResources
import Testing

@testable import FairwayNode

@Suite("NodeProgress")
struct NodeProgressTests {
    static let snapshot = NodeSnapshot(services: [NodeSnapshotTests.service()])
    static let refusal = Refusal(reason: "PortInUse", message: "In use.")

    /// The first table of the snapshot, and its UDP frontend.
    static func started() throws -> (NodeProgress, ForwardingTable, Frontend, ContinuousClock.Instant) {
        var progress = NodeProgress()
        let now = ContinuousClock.now
        let first = progress.next(snapshot, now: now)
        let table = try #require(first)
        let frontend = try #require(table.entries.keys.first { $0.transport == .udp })
        return (progress, table, frontend, now)
    }

    @Test("the first table is applied even if it is empty, and then none until something changes")
    func firstTable() {
        var progress = NodeProgress()
        let now = ContinuousClock.now
        #expect(progress.next(NodeSnapshot(), now: now) == ForwardingTable())
        progress.applied(ForwardingTable(), [:], now: now)
        #expect(progress.next(NodeSnapshot(), now: now + .seconds(3_600)) == nil)
        #expect(progress.retryDelay(now: now) == nil)
        #expect(progress.next(Self.snapshot, now: now) != nil)
    }

    @Test("a Service is acknowledged by the fingerprint that the controller expects")
    func acknowledged() throws {
        var (progress, table, frontend, now) = try Self.started()
        progress.applied(table, [frontend: Self.refusal], now: now)
        let state = progress.state(of: .proxy)
        let reading = ServiceReading(NodeSnapshotTests.service())
        #expect(state.engine == "proxy")
        #expect(state.acknowledged.map(\.service) == ["default/echo"])
        #expect(state.acknowledged.map(\.serviceVersion) == [reading.fingerprint(at: reading.held)?.description])
        #expect(
            state.refused == [
                RefusedPort(
                    service: "default/echo", address: "127.0.0.64", port: 12_345, protocol: "UDP",
                    reason: "PortInUse", message: "In use.")
            ])
    }

    @Test("what makes no difference to clients or flows changes no acknowledgement")
    func quiet() throws {
        var (progress, table, _, now) = try Self.started()
        progress.applied(table, [:], now: now)
        let before = progress.state(of: .proxy)
        var service = NodeSnapshotTests.service()
        service.metadata.resourceVersion = "99"
        service.status?.conditions = [Condition(type: "a", status: "True")]
        #expect(progress.next(NodeSnapshot(services: [service]), now: now) == nil)
        #expect(progress.state(of: .proxy) == before)
    }

    @Test("refused frontends are tried again after 5 s, and then ever more rarely, up to a minute")
    func retries() throws {
        var (progress, table, frontend, now) = try Self.started()
        for expected in [5, 10, 20, 40, 60, 60] {
            progress.applied(table, [frontend: Self.refusal], now: now)
            #expect(progress.retryDelay(now: now) == .seconds(expected))
            #expect(progress.next(Self.snapshot, now: now + .seconds(expected - 1)) == nil)
            now += .seconds(expected)
            #expect(progress.next(Self.snapshot, now: now) == table)
        }
        progress.applied(table, [:], now: now)
        #expect(progress.retryDelay(now: now) == nil)
        #expect(progress.state(of: .proxy).refused == [])
        progress.applied(table, [frontend: Self.refusal], now: now)
        #expect(progress.retryDelay(now: now) == .seconds(5))
    }
}
