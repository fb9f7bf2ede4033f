/// The objects of one storage, how they came to be so, and who is told when they change.
struct WatchCache: Sendable {
    private(set) var objects: [ObjectKey: StoredObject]
    private var history: ChangeHistory
    private var watchers: [Int: AsyncStream<WatchSignal>.Continuation] = [:]

    init(objects: [ObjectKey: StoredObject], revision: Int64) {
        self.objects = objects
        self.history = ChangeHistory(completeAfter: revision)
    }

    mutating func apply(_ change: Change) {
        objects[change.after.key] = change.isDeletion ? nil : change.after
        history.append(change)
        signal(.change(change))
    }

    mutating func signal(_ signal: WatchSignal) {
        for (id, watcher) in watchers {
            // One who reads too slowly is cut off after what he has; he watches again from there.
            if case .enqueued = watcher.yield(signal) { continue }
            watcher.finish()
            watchers[id] = nil
        }
    }

    mutating func add(_ watcher: AsyncStream<WatchSignal>.Continuation, id: Int) { watchers[id] = watcher }

    mutating func end(_ id: Int, revision: Int64) {
        guard let watcher = watchers.removeValue(forKey: id) else { return }
        watcher.yield(.bookmark(revision))
        watcher.finish()
    }

    mutating func endAll(revision: Int64) {
        for id in watchers.keys { end(id, revision: revision) }
    }

    var oldestResourceVersion: Int64 { history.completeAfter }

    func changes(after resourceVersion: Int64) -> [PastChange]? { history.changes(after: resourceVersion) }
}

/// What a watcher is told.
enum WatchSignal: Sendable {
    case change(Change)
    /// Everything up to this resourceVersion has been told.
    case bookmark(Int64)
}
