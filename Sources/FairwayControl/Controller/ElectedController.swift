package import FairwayKubernetes
package import FairwayResources
package import Logging
import ServiceLifecycle

/// A controller of which several may run: the one that holds the Lease `fairway-controller` acts, the others are ready
/// to.
///
/// `run()` returns on graceful shutdown, having given the Lease up.
package final class ElectedController: ServiceLifecycle.Service {
    package static let lease = "fairway-controller"

    private let client: KubernetesClient
    private let classes: LoadBalancerClasses
    private let sources: ControlSources
    private let election: LeaseElection
    private let events: EventRecorder
    private let logger: Logger

    /// `namespace` is Fairway's own, where the Lease is. `identity` must be no other controller's; `instance` says in
    /// Events which one this is: a host name, for example. `classes` says which Services are ours.
    package init(
        client: KubernetesClient, namespace: String, identity: String, instance: String,
        classes: LoadBalancerClasses = LoadBalancerClasses(), timing: LeaseTiming = .standard, logger: Logger
    ) {
        self.client = client
        self.classes = classes
        self.logger = logger
        sources = ControlSources(client: client, namespace: namespace, logger: logger)
        election = LeaseElection(
            client: client, name: Self.lease, namespace: namespace, identity: identity, timing: timing, logger: logger)
        events = EventRecorder(
            client: client, controller: ServiceController.name, instance: instance, logger: logger)
    }

    /// Waits until everything has been read, so that this controller can act as soon as it is to; returns too when the
    /// task is cancelled.
    package func firstSync() async {
        do {
            try await sources.waitUntilSynced()
        } catch {
            return
        }
    }

    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for part in sources.all + [events] {
                group.addTask { try await part.run() }
            }
            group.addTask {
                try await self.election.run { try await self.lead() }
                // Without the one that acts there is no use for the others.
                guard Task.isShuttingDownGracefully else { throw CancellationError() }
            }
            defer { group.cancelAll() }
            try await group.waitForAll()
        }
    }

    /// Acts until that is over. What the last term knew is forgotten: somebody else may have acted since.
    private func lead() async throws {
        let controller = ServiceController(
            sources: sources, writer: ControlWriter(client: client, events: events, logger: logger), classes: classes,
            mayAct: { self.election.isHolder }, logger: logger)
        try await controller.run()
    }
}
