import FairwayCore
package import FairwayKubernetes
package import FairwayResources
import Foundation
package import Logging
import ServiceLifecycle
import Synchronization

/// The controller: gives addresses to Services and takes them back, and says so in statuses and Events.
///
/// Every change of what it watches leads to a plan (`ControlSnapshot.plan`), and every Service's next step is taken by
/// itself, one at a time, with growing delays while it fails. Nothing is polled, and nothing is written where nothing
/// changed. One controller may run at a time. `run()` returns on graceful shutdown.
package final class ServiceController: ServiceLifecycle.Service {
    /// Who reports Events.
    package static let name = "fairway.dev/controller"

    private let classes: LoadBalancerClasses
    private let services: Reflector<FairwayKubernetes.Service>
    private let endpointSlices: Reflector<EndpointSlice>
    private let pools: Reflector<AddressPoolObject>
    private let namespaces: Reflector<Namespace>
    private let nodeStates: Reflector<NodeState>
    private let events: EventRecorder
    private let writer: ControlWriter
    private let logger: Logger
    private let state = Mutex(ControlState())
    /// How long the last plan took to make.
    private let planDuration = Mutex(Duration.zero)
    // Not client-go's 1,000 s: an API server that was away for an hour should not be missed for a quarter of one more.
    private let queue = WorkQueue<ControlState.Item>(
        backoff: Backoff(first: .milliseconds(5), longest: .seconds(30)))

    /// `instance` says in Events which instance of the controller this is: a host name, for example.
    /// `classes` says which Services are ours.
    package init(
        client: KubernetesClient, instance: String, classes: LoadBalancerClasses = LoadBalancerClasses(),
        logger: Logger
    ) {
        self.classes = classes
        self.logger = logger
        services = Reflector(client: client, logger: logger)
        endpointSlices = Reflector(client: client, logger: logger)
        pools = Reflector(client: client, logger: logger)
        namespaces = Reflector(client: client, logger: logger)
        nodeStates = Reflector(client: client, logger: logger)
        events = EventRecorder(client: client, controller: Self.name, instance: instance, logger: logger)
        writer = ControlWriter(client: client, events: events, logger: logger)
    }

    package func run() async throws {
        let parts: [any ServiceLifecycle.Service] = [services, endpointSlices, pools, namespaces, nodeStates, events]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for part in parts {
                group.addTask { try await part.run() }
            }
            group.addTask {
                await cancelWhenGracefulShutdown { await self.followChanges() }
            }
            group.addTask { await self.work() }
            try await group.waitForAll()
        }
    }

    /// Asks for a plan whenever anything changed.
    private func followChanges() async {
        let changes = [
            services.changes(), endpointSlices.changes(), pools.changes(), namespaces.changes(), nodeStates.changes(),
        ]
        await withTaskGroup { group in
            for stream in changes {
                group.addTask {
                    for await _ in stream {
                        self.askForPlan()
                    }
                }
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
        case .service(let key): try await takeStep(key)
        case .pool(let name):
            guard let status = state.withLock({ $0.begin(pool: name) }) else { return }
            try await writer.write(status, to: name)
        }
    }

    /// Plans, once everything has been read: what is already assigned has to be known before anything new is given out.
    private func plan() {
        let (services, slices) = (services.snapshot, endpointSlices.snapshot)
        let (pools, namespaces, states) = (pools.snapshot, namespaces.snapshot, nodeStates.snapshot)
        guard services.isSynced, slices.isSynced, pools.isSynced, namespaces.isSynced, states.isSynced else { return }
        let snapshot = ControlSnapshot(
            classes: classes, services: Array(services.values), endpointSlices: Array(slices.values),
            pools: Array(pools.values), namespaces: Array(namespaces.values), nodeStates: Array(states.values))
        let now = Date()
        let start = ContinuousClock.now
        let (items, wakeAt) = state.withLock { $0.plan(snapshot, now: now) }
        planDuration.withLock { $0 = ContinuousClock.now - start }
        for item in items {
            queue.add(item)
        }
        if let wakeAt {
            queue.add(.plan, after: .seconds(max(wakeAt.timeIntervalSince(now), 0)))
        }
    }

    /// Asks for a plan, after a pause twice as long as a plan takes: a plan looks at all Services, and while a thousand
    /// of them change, one for each change would leave no time for anything else.
    private func askForPlan() {
        queue.add(.plan, after: planDuration.withLock { $0 } * 2)
    }

    private func takeStep(_ key: ServiceKey) async throws {
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
