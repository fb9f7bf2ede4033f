package import Logging
import ServiceLifecycle
import Synchronization

/// Keeps a snapshot of all objects of one kind up to date by list and watch.
///
/// Readers get immutable snapshots; a new list takes the old one's place in one step, so nobody sees half of one.
/// `run()` returns on graceful shutdown and throws `CancellationError` when cancelled; nothing else ends it.
package final class Reflector<Object: Resource>: ServiceLifecycle.Service {
    let client: KubernetesClient
    let namespace: String?
    let selection: Selection
    let logger: Logger
    let timeline: Timeline
    let store = Store<Object>()
    let machine = Mutex(WatchStateMachine())

    /// Reads the objects of one namespace, or of all without one; `clock` measures timeouts and delays.
    package init<C: Clock>(
        _: Object.Type = Object.self, client: KubernetesClient, namespace: String? = nil,
        selection: Selection = .all, logger: Logger, clock: C = ContinuousClock()
    ) where C.Duration == Duration {
        self.client = client
        self.namespace = namespace
        self.selection = selection
        self.logger = logger
        timeline = Timeline(clock)
    }

    /// All objects as they are now.
    package var snapshot: Snapshot<Object> { store.snapshot }

    /// One element for whatever changed since the last one was taken; at once if there is a complete snapshot already.
    ///
    /// Each call gives a stream of its own, which ends with its reader.
    package func changes() -> AsyncStream<Void> { store.changes() }

    /// Waits until the first list is complete.
    ///
    /// - Throws: `CancellationError`.
    package func waitUntilSynced() async throws {
        for await _ in changes() where snapshot.isSynced {
            return
        }
        throw CancellationError()
    }

    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            do {
                try await self.follow()
            } catch is CancellationError where Task.isShuttingDownGracefully {
                return
            }
        }
    }
}
