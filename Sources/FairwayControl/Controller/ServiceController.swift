import FairwayCore
import FairwayKubernetes
import FairwayResources
import Foundation
import Logging
import ServiceLifecycle
import Synchronization

/// The controller while it leads: gives addresses to Services and takes them back, and says so in statuses and Events.
///
/// Every change of what it watches leads to a plan (`ControlSnapshot.plan`), and every Service's next step is taken by
/// itself, one at a time, with growing delays while it fails. Nothing is polled, and nothing is written where nothing
/// changed. `run()` returns on graceful shutdown or when cancelled; to be called once.
final class ServiceController: Sendable {
    /// Who reports Events.
    static let name = "fairway.dev/controller"

    private let classes: LoadBalancerClasses
    let sources: ControlSources
    let writer: ControlWriter
    let mayAct: @Sendable () -> Bool
    private let logger: Logger
    let state = Mutex(ControlState())
    private let heartbeats = Mutex(Heartbeats())
    private let services = Mutex(
        FollowedObjects<ServiceKey, FairwayKubernetes.Service> {
            ServiceKey(namespace: $0.namespace ?? "", name: $0.name)
        })
    private let start = ContinuousClock.now
    private let pace = Mutex(Pace())
    let naming = Mutex(PacedNaming())
    // Not client-go's 1,000 s: an API server that was away for an hour should not be missed for a quarter of one more.
    let queue = WorkQueue<ControlState.Item>(
        backoff: Backoff(first: .milliseconds(5), longest: .seconds(30)))

    /// `classes` says which Services are ours; `mayAct` whether this controller still leads, by its own clock.
    init(
        sources: ControlSources, writer: ControlWriter, classes: LoadBalancerClasses,
        mayAct: @escaping @Sendable () -> Bool, logger: Logger
    ) {
        self.sources = sources
        self.writer = writer
        self.classes = classes
        self.mayAct = mayAct
        self.logger = logger
    }

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await cancelWhenGracefulShutdown { await self.followChanges() }
            }
            group.addTask { await self.work() }
            try await group.waitForAll()
        }
    }

    private var now: Duration { ContinuousClock.now - start }

    /// Asks for a plan whenever anything changed.
    private func followChanges() async {
        let changes = [
            sources.services.changes(), sources.endpointSlices.changes(), sources.pools.changes(),
            sources.namespaces.changes(), sources.nodeStates.changes(), sources.zones.changes(),
            sources.secrets.changes(),
        ]
        await withTaskGroup { group in
            group.addTask { await self.followHeartbeats() }
            for stream in changes {
                group.addTask {
                    for await _ in stream {
                        self.askForPlan()
                    }
                }
            }
            group.addTask { await self.followNames() }
        }
    }

    /// Notes when heartbeats came. That one came is no reason to plan; that one is back is.
    private func followHeartbeats() async {
        for await _ in sources.heartbeats.changes() {
            let leases = sources.heartbeats.snapshot.values
            if heartbeats.withLock({ $0.follow(leases, now: now) }) {
                askForPlan()
            }
        }
    }

    private func work() async {
        await queue.run(workers: 8) { item in
            do {
                try await self.work(on: item)
            } catch {
                self.report(error, on: item)
                throw error
            }
            return .done
        }
    }

    private func work(on item: ControlState.Item) async throws {
        switch item {
        case .plan: plan()
        case .names: planNames()
        case .service(let key): try await takeStep(key)
        case .zone(let name): try await writeZone(name)
        case .pool(let name):
            guard mayAct() else { return askForPlan() }
            guard let status = state.withLock({ $0.begin(pool: name) }) else { return }
            do {
                try await writer.write(status, to: name)
            } catch {
                state.withLock { $0.failed(pool: name, status) }
                throw error
            }
        }
    }

    /// Plans, once everything has been read: what is already assigned has to be known before anything new is given out.
    private func plan() {
        guard let (snapshot, nextSilence) = snapshot(), snapshot.naming != nil else { return }
        // The Lease may be lost, or only be renewed late.
        guard mayAct() else { return queue.add(.plan, after: .seconds(1)) }
        let now = Date()
        let (items, wakeAt) = paced { state.withLock { $0.plan(snapshot, now: now) } }
        for item in items {
            queue.add(item)
        }
        if let wakeAt {
            queue.add(.plan, after: .seconds(max(wakeAt.timeIntervalSince(now), 0)))
        }
        if let nextSilence {
            queue.add(.plan, after: max(nextSilence - self.now, .zero))
        }
    }

    /// Everything as it is now, and when a node will have fallen silent; `nil` before everything has been read.
    private func snapshot() -> (ControlSnapshot, nextSilence: Duration?)? {
        let (services, slices) = (sources.services.snapshot, sources.endpointSlices.snapshot)
        let (pools, namespaces) = (sources.pools.snapshot, sources.namespaces.snapshot)
        let (states, leases) = (sources.nodeStates.snapshot, sources.heartbeats.snapshot)
        let zones = sources.zones.snapshot
        guard services.isSynced, slices.isSynced, pools.isSynced, namespaces.isSynced, states.isSynced, leases.isSynced,
            zones.isSynced
        else { return nil }
        let names = Set(states.values.compactMap { $0.status?.heartbeat })
        let silence = heartbeats.withLock { heartbeats in
            _ = heartbeats.follow(leases.values, now: now)
            return heartbeats.silence(among: names, now: now)
        }
        var snapshot = ControlSnapshot(
            classes: classes, endpointSlices: Array(slices.values),
            pools: Array(pools.values), namespaces: Array(namespaces.values), nodeStates: Array(states.values),
            silentHeartbeats: silence.leases)
        snapshot.services = self.services.withLock { followed in
            followed.follow(services)
            return followed.objects
        }
        snapshot.add(zones.values, keys: sources.secrets)
        snapshot.naming = naming.withLock { $0.latest }
        return (snapshot, silence.next)
    }

    /// Asks for a plan: at once, but for a pause behind the last one that is as long as that took. A plan looks at all
    /// Services, and while a thousand of them change, one for each change would leave no time for anything else.
    func askForPlan() {
        queue.add(.plan, after: pace.withLock { $0.delay(now: .now) })
    }

    private func paced<Value>(_ plan: () -> Value) -> Value {
        pace.withLock { $0.begin(now: .now) }
        defer { pace.withLock { $0.end(now: .now) } }
        return plan()
    }

    private func takeStep(_ key: ServiceKey) async throws {
        // A process that was stopped for a while may go on after another one has begun to lead.
        guard mayAct() else { return askForPlan() }
        guard let (service, plan) = state.withLock({ $0.begin(key) }) else { return }
        defer { askForPlan() }
        let answer: FairwayKubernetes.Service
        do {
            answer = try await writer.take(plan.step, on: service)
        } catch {
            state.withLock { $0.failed(key) }
            throw error
        }
        writer.tell(plan.notes, about: service)
        try state.withLock { try $0.succeeded(key, with: answer) }
    }

    private func report(_ error: any Error, on item: ControlState.Item) {
        if error is CancellationError { return }
        // Somebody else wrote, or deleted, at the same time: the next plan knows.
        let isOrdinary = (error as? KubernetesError).map { $0.isConflict || $0.isNotFound || $0.isInvalid } ?? false
        logger.log(
            level: isOrdinary ? .debug : .warning, "Step was not taken, and will be tried again",
            metadata: ["item": "\(item)", "error": "\(error)"])
    }
}
