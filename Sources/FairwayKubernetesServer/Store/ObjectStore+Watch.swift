import Synchronization

/// Where a watch starts.
enum WatchStart: Sendable {
    /// With the objects there are now, which have to be as new as a resourceVersion the client has seen.
    case state(notOlderThan: Int64)
    /// With what comes from now on.
    case now
    /// Behind a resourceVersion the client has seen.
    case after(Int64)
}

/// A watch that has begun: what it starts with, and what comes.
struct WatchSubscription: Sendable {
    let id: Int
    let storage: String
    /// The objects there are, if the watch starts with them.
    let initial: [StoredObject]
    /// The changes since the resourceVersion it starts behind.
    let backlog: [PastChange]
    /// The resourceVersion that `initial` or `backlog` lead to.
    let revision: Int64
    let signals: AsyncStream<WatchSignal>
}

/// Why a watch cannot begin.
enum WatchRefusal: Error {
    /// Not all changes that it asks for are known still; those after `oldest` are.
    case tooOld(oldest: Int64)
    /// It asks for a state that is yet to come.
    case tooLarge(current: Int64)
}

extension ObjectStore {
    /// How many signals may wait for a watcher.
    private static let signalLimit = 1_000

    /// Begins a watch; `endWatch` must follow.
    func watch(_ storage: String, from start: WatchStart) throws(WatchRefusal) -> WatchSubscription {
        let (signals, continuation) = AsyncStream<WatchSignal>.makeStream(
            bufferingPolicy: .bufferingOldest(Self.signalLimit))
        let result: Result<WatchSubscription, WatchRefusal> = state.withLock { state in
            var cache =
                state.storages.removeValue(forKey: storage) ?? WatchCache(objects: [:], revision: state.firstRevision)
            defer { state.storages[storage] = cache }
            var (initial, backlog): ([StoredObject], [PastChange]) = ([], [])
            switch start {
            case .state(let version):
                guard version <= state.revision else { return .failure(.tooLarge(current: state.revision)) }
                initial = Array(cache.objects.values)
            case .now: break
            case .after(let resourceVersion):
                guard let known = cache.changes(after: resourceVersion) else {
                    return .failure(.tooOld(oldest: cache.oldestResourceVersion))
                }
                backlog = known
            }
            let id = state.nextWatcher
            state.nextWatcher += 1
            if state.isClosed { continuation.finish() } else { cache.add(continuation, id: id) }
            return .success(
                WatchSubscription(
                    id: id, storage: storage, initial: initial, backlog: backlog, revision: state.revision,
                    signals: signals))
        }
        var subscription = try result.get()
        subscription = subscription.sorted()
        return subscription
    }

    /// Ends a watch, with a last bookmark, if it still goes on.
    func endWatch(_ subscription: WatchSubscription) {
        state.withLock { $0.storages[subscription.storage]?.end(subscription.id, revision: $0.revision) }
    }

    /// Tells every watcher how far it has come.
    func sendBookmarks() {
        state.withLock { state in
            for storage in state.storages.keys { state.storages[storage]?.signal(.bookmark(state.revision)) }
        }
    }

    /// Ends every watch, and every one that begins from now on.
    func endWatches() {
        state.withLock { state in
            state.isClosed = true
            for storage in state.storages.keys { state.storages[storage]?.endAll(revision: state.revision) }
        }
    }
}

extension WatchSubscription {
    /// Sorting needs no lock.
    fileprivate func sorted() -> WatchSubscription {
        WatchSubscription(
            id: id, storage: storage, initial: initial.sorted { $0.key < $1.key }, backlog: backlog, revision: revision,
            signals: signals)
    }
}

extension ObjectStore {
    /// The objects as they were at a resourceVersion; `nil` where the changes since are no longer all known.
    func objects(_ storage: String, at resourceVersion: Int64) -> [StoredObject]? {
        let cache = state.withLock { $0.storages[storage] ?? WatchCache(objects: [:], revision: $0.firstRevision) }
        guard let changes = cache.changes(after: resourceVersion) else { return nil }
        var objects = cache.objects
        for change in changes.reversed() {
            let (key, before) = change.undone
            objects[key] = before
        }
        return Array(objects.values)
    }
}
