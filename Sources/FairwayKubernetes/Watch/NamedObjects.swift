package import Logging
import ServiceLifecycle
import Synchronization

/// Keeps some objects of a kind up to date, each by a watch of its own that asks for nothing else: whoever may read these
/// and no others (by `resourceNames` of RBAC) can follow them. For few objects, such as Secrets that others refer to.
///
/// `run()` returns on graceful shutdown and throws `CancellationError` when cancelled; to be called once.
package final class NamedObjects<Object: Resource>: ServiceLifecycle.Service {
    private struct Followed {
        var reflectors: [ObjectKey: Reflector<Object>] = [:]
        /// What ends them, each.
        var ends: [ObjectKey: AsyncStream<Never>.Continuation] = [:]
    }

    private let client: KubernetesClient
    private let logger: Logger
    private let followed = Mutex(Followed())
    private let store = Store<Object>()
    private let (begun, begin) = AsyncStream.makeStream(of: (key: ObjectKey, end: AsyncStream<Never>).self)

    package init(_: Object.Type = Object.self, client: KubernetesClient, logger: Logger) {
        self.client = client
        self.logger = logger
        store.replace(with: [:])
    }

    /// Follows the objects of these keys from now on, and no others any more.
    package func follow(_ keys: Set<ObjectKey>) {
        followed.withLock { followed in
            for key in followed.reflectors.keys where !keys.contains(key) {
                followed.reflectors[key] = nil
                followed.ends.removeValue(forKey: key)?.finish()
                store.remove(key)
            }
            for key in keys where followed.reflectors[key] == nil {
                let (end, continuation) = AsyncStream.makeStream(of: Never.self)
                followed.reflectors[key] = Reflector(
                    client: client, namespace: key.namespace, selection: Selection(fields: "metadata.name=\(key.name)"),
                    logger: logger)
                followed.ends[key] = continuation
                begin.yield((key, end))
            }
        }
    }

    /// The followed objects that there are. It is complete once each of them has been looked for.
    package var snapshot: Snapshot<Object> {
        followed.withLock { followed in
            var snapshot = store.snapshot
            snapshot.isSynced = followed.reflectors.values.allSatisfy(\.snapshot.isSynced)
            return snapshot
        }
    }

    /// The followed objects of which it is not known yet whether they are there.
    package var unread: Set<ObjectKey> {
        followed.withLock { Set($0.reflectors.filter { !$0.value.snapshot.isSynced }.keys) }
    }

    /// One element for whatever changed since the last one was taken, and one at once.
    package func changes() -> AsyncStream<Void> { store.changes() }

    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for await (key, end) in self.begun {
                    group.addTask { await self.follow(key, until: end) }
                }
                group.cancelAll()
            }
            guard Task.isShuttingDownGracefully else { throw CancellationError() }
        }
    }

    /// Follows one object until `end` ends.
    private func follow(_ key: ObjectKey, until end: AsyncStream<Never>) async {
        guard let reflector = followed.withLock({ $0.reflectors[key] }) else { return }
        await withTaskGroup { group in
            group.addTask { for await _ in end {} }
            // It ends when it is cancelled, and in no other way.
            group.addTask { try? await reflector.run() }
            group.addTask {
                for await _ in reflector.changes() { self.take(reflector, key) }
            }
            await group.next()
            group.cancelAll()
        }
    }

    /// Takes in what a reflector shows, unless another one has taken its place.
    private func take(_ reflector: Reflector<Object>, _ key: ObjectKey) {
        followed.withLock { followed in
            guard followed.reflectors[key] === reflector else { return }
            if let object = reflector.snapshot[key] {
                store.put(object)
            } else {
                store.remove(key)
            }
        }
    }
}
