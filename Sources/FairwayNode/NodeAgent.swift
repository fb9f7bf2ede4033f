package import FairwayCore
package import FairwayDNS
package import FairwayKubernetes
import FairwayResources
package import Logging
import ServiceLifecycle

/// The node: makes its engine forward what the API says, and its name server answer it, and says in its `NodeState` what
/// it does.
///
/// Every change of what it watches leads to a table; tables are applied one at a time, and of those that came meanwhile
/// the newest. Nothing is polled but frontends that the engine refused. `run()` returns on graceful shutdown.
package final class NodeAgent: ServiceLifecycle.Service {
    /// There is one thing to do: to apply and say what there is.
    private enum Item: Hashable {
        case follow
    }

    let engine: any Engine
    private let healthChecks: HealthCheckServer?
    let logger: Logger
    private let node: NodeIdentity
    private let client: KubernetesClient
    private let services: Reflector<FairwayKubernetes.Service>
    private let endpointSlices: Reflector<EndpointSlice>
    private let nodeStates: Reflector<NodeState>
    private let heartbeat: Heartbeat
    private let zones: ZoneAgent?
    private let queue = WorkQueue<Item>(backoff: Backoff(first: .milliseconds(5), longest: .seconds(30)))
    private let applied = AsyncStream.makeStream(of: Void.self)

    /// The node's name is also that of its `NodeState`; engine and health checks are used by this agent alone. `namespace`
    /// is Fairway's own, where the node's Lease is. Without `healthChecks` somebody else answers them, as kube-proxy does.
    /// Engine and name server are left as they are at the end.
    package init(
        node: NodeIdentity, namespace: String, client: KubernetesClient, engine: any Engine,
        nameServer: (any NameServer)? = nil, healthChecks: HealthCheckServer? = nil, logger: Logger
    ) {
        self.node = node
        self.client = client
        self.engine = engine
        self.healthChecks = healthChecks
        self.logger = logger
        services = Reflector(client: client, logger: logger)
        endpointSlices = Reflector(client: client, logger: logger)
        nodeStates = Reflector(
            client: client, selection: Selection(labels: NodeState.selector(ofNode: node.name)), logger: logger)
        heartbeat = Heartbeat(
            client: client, name: NodeHeartbeat.lease(ofNode: node.name), namespace: namespace,
            labels: NodeHeartbeat.labels, owner: node.name, logger: logger)
        zones = nameServer.map { [services] in
            ZoneAgent(nameServer: $0, client: client, services: services, logger: logger)
        }
    }

    /// Waits until the engine forwards, and the name server answers, by what was there at the start. To be called by one
    /// task only; returns too when the task is cancelled.
    package func firstApply() async {
        for await _ in applied.stream {}
        await zones?.firstApply()
    }

    /// Waits until the name server has every zone with its serial, which the controller chooses. As `firstApply`.
    package func firstZones() async {
        await zones?.firstComplete()
    }

    package func run() async throws {
        var parts: [any ServiceLifecycle.Service] = [heartbeat, services, endpointSlices, nodeStates]
        if let zones { parts.append(zones) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for part in parts {
                group.addTask { try await part.run() }
            }
            group.addTask {
                await cancelWhenGracefulShutdown { await self.followChanges() }
            }
            group.addTask { await self.work() }
            group.addTask {
                await cancelWhenGracefulShutdown { await self.tellNotices() }
            }
            try await group.waitForAll()
        }
    }

    private func followChanges() async {
        let changes = [services.changes(), endpointSlices.changes(), nodeStates.changes()]
        await withTaskGroup { group in
            for stream in changes {
                group.addTask {
                    for await _ in stream {
                        self.queue.add(.follow)
                    }
                }
            }
        }
    }
}

// MARK: - Following

extension NodeAgent {
    private func work() async {
        let progress = Progress(
            NodeStateWriter(client: client, node: node.name, heartbeat: NodeHeartbeat.lease(ofNode: node.name)),
            of: node)
        await queue.run(workers: 1) { _ in
            do {
                return try await self.follow(progress)
            } catch {
                if !(error is CancellationError) {
                    self.logger.warning(
                        "NodeState was not written, and will be tried again", metadata: ["error": "\(error)"])
                }
                throw error
            }
        }
        await healthChecks?.close()
    }

    private func follow(_ progress: Progress) async throws -> WorkQueue<Item>.Result {
        let (services, slices, states) = (services.snapshot, endpointSlices.snapshot, nodeStates.snapshot)
        guard services.isSynced, slices.isSynced, states.isSynced else { return .done }
        if let table = await progress.next(services, slices) {
            var sound = table
            let loops = sound.removeLoops()
            let refusals = await engine.apply(sound).merging(loops) { _, loop in loop }
            await progress.applied(table, refusals)
            logger.debug(
                "Forwarding table applied",
                metadata: ["frontends": "\(table.entries.count)", "refused": "\(refusals.count)"])
            applied.continuation.finish()
        }
        await healthChecks?.apply(progress.healthChecks)
        let seen = Dictionary(states.values.map { ($0.metadata.name ?? "", $0) }) { _, last in last }
        try await progress.write(engine.kind, seen: seen)
        return await progress.retryDelay.map { .again(after: $0) } ?? .done
    }
}

/// What the agent's only worker keeps between one round and the next.
private actor Progress {
    private var progress = NodeProgress()
    private var writer: NodeStateWriter
    private var snapshot: NodeSnapshot

    init(_ writer: NodeStateWriter, of node: NodeIdentity) {
        self.writer = writer
        snapshot = NodeSnapshot(node: node)
    }

    /// What the engine is to forward by, where that is something else: only what has changed is looked at.
    func next(
        _ services: Snapshot<FairwayKubernetes.Service>, _ slices: Snapshot<EndpointSlice>
    ) -> ForwardingTable? {
        let changed = snapshot.follow(services, slices)
        return progress.next(snapshot, changed: changed, now: .now)
    }

    func applied(_ table: ForwardingTable, _ refusals: [Frontend: Refusal]) {
        progress.applied(table, refusals, now: .now)
    }

    var healthChecks: [UInt16: HealthCheck] { progress.healthChecks }

    func write(_ kind: EngineKind, seen: [String: NodeState]) async throws {
        var writer = writer
        defer { self.writer = writer }
        try await writer.write(progress.state(of: kind), seen: seen)
    }

    var retryDelay: Duration? { progress.retryDelay(now: .now) }
}
