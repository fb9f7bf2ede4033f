import Synchronization

/// The newest snapshot of a kind, and those who want to know when there is a newer one.
final class Store<Object: Resource>: Sendable {
    private struct State {
        var snapshot = Snapshot<Object>(objects: [:], isSynced: false, version: 0)
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextListener = 0
    }

    private let state = Mutex(State())

    var snapshot: Snapshot<Object> { state.withLock { $0.snapshot } }

    /// One element for what happened since the last one was taken, at once if there is a snapshot already.
    func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            if state.snapshot.isSynced {
                continuation.yield()
            }
            return state.nextListener
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.listeners[id] = nil }
        }
        return stream
    }

    /// Puts a complete list in place of everything.
    func replace(with objects: [ObjectKey: Object]) {
        change { snapshot in
            snapshot.objects = objects
            snapshot.isSynced = true
            snapshot.recent.forget(until: snapshot.version + 1)
        }
    }

    func put(_ object: Object) { change(object.key, to: object) }

    func remove(_ key: ObjectKey) { change(key, to: nil) }

    private func change(_ key: ObjectKey, to object: Object?) {
        change { snapshot in
            snapshot.objects[key] = object
            snapshot.recent.add(key)
        }
    }

    private func change(_ body: (inout Snapshot<Object>) -> Void) {
        // Outside the lock: a listener that ends inside `yield` takes the lock itself.
        let listeners = state.withLock { state in
            body(&state.snapshot)
            state.snapshot.version += 1
            return Array(state.listeners.values)
        }
        for listener in listeners {
            listener.yield()
        }
    }
}
