import FairwayJSON
import FairwayKubernetesModel
import Foundation
import GRDB
import Logging
import Synchronization

/// All objects, in memory and on disk. Reads come from memory; writes are decided one after the other, stored
/// together, and only then seen by anybody.
final class ObjectStore: Sendable {
    struct State {
        var revision: Int64
        /// The resourceVersion at the start: what was before it, no history tells.
        let firstRevision: Int64
        var storages: [String: WatchCache]
        var nextWatcher = 0
        var isClosed = false
    }

    let state: Mutex<State>
    private let kinds: Mutex<ServedKinds>
    private let database: ObjectDatabase
    private let logger: Logger
    private let waiting = Mutex<WaitingWrites>(WaitingWrites())
    private let wakeups: AsyncStream<Void>
    private let wakeup: AsyncStream<Void>.Continuation

    init(database: ObjectDatabase, logger: Logger) throws {
        let (objects, revision) = try database.load()
        let storages = objects.mapValues { WatchCache(objects: $0, revision: revision) }
        self.state = Mutex(State(revision: revision, firstRevision: revision, storages: storages))
        let definitions = objects[KindDescriptor.customResourceDefinitions.storage] ?? [:]
        self.kinds = Mutex(ServedKinds(definitions: definitions, before: nil))
        self.database = database
        self.logger = logger
        (wakeups, wakeup) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func close() throws {
        try database.close()
    }
}

// MARK: - Reading

extension ObjectStore {
    /// The kinds that are served now.
    var served: ServedKinds { kinds.withLock { $0 } }

    /// The resourceVersion of the latest write.
    var revision: Int64 { state.withLock { $0.revision } }

    func object(_ storage: String, _ key: ObjectKey) -> StoredObject? {
        state.withLock { $0.storages[storage]?.objects[key] }
    }

    func objects(_ storage: String) -> [ObjectKey: StoredObject] {
        state.withLock { $0.storages[storage]?.objects ?? [:] }
    }

    /// The objects of a storage and the resourceVersion they are the state of.
    func snapshot(_ storage: String) -> (objects: [ObjectKey: StoredObject], revision: Int64) {
        state.withLock { ($0.storages[storage]?.objects ?? [:], $0.revision) }
    }
}

// MARK: - Writing

private struct WaitingWrites {
    var writes: [WaitingWrite] = []
    var isClosed = false
}

/// A write that waits for its turn: decides against what is stored by then, and returns what to do when it is known
/// whether the decision could be stored.
private typealias WaitingWrite = @Sendable (inout WriteTransaction) -> @Sendable ((any Error)?) -> Void

extension ObjectStore {
    /// Runs `decide` when every write before it is decided, and returns when its changes are on disk and visible.
    /// When `decide` throws, nothing of what it did is stored.
    func write<Result: Sendable>(
        _ decide: @escaping @Sendable (inout WriteTransaction) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let accepted = enqueue { transaction in
                let before = transaction
                do {
                    let result = try decide(&transaction)
                    return { error in
                        if let error {
                            continuation.resume(throwing: error)
                        } else {
                            continuation.resume(returning: result)
                        }
                    }
                } catch {
                    transaction = before
                    return { _ in continuation.resume(throwing: error) }
                }
            }
            if !accepted { continuation.resume(throwing: APIStatus.shuttingDown) }
        }
    }

    private func enqueue(_ write: @escaping WaitingWrite) -> Bool {
        let accepted = waiting.withLock {
            guard !$0.isClosed else { return false }
            $0.writes.append(write)
            return true
        }
        wakeup.yield()
        return accepted
    }

    /// Stores writes until the store is asked to stop. All that wait at one time share one sync of the disk.
    func run() async {
        for await _ in wakeups {
            await commitWaiting()
        }
        waiting.withLock { $0.isClosed = true }
        await commitWaiting()
    }

    /// Ends `run` once what waits is stored.
    func stop() {
        wakeup.finish()
    }

    private func commitWaiting() async {
        while true {
            let writes = waiting.withLock { waiting in
                defer { waiting.writes = [] }
                return waiting.writes
            }
            guard !writes.isEmpty else { return }
            await commit(writes)
        }
    }

    private func commit(_ writes: [WaitingWrite]) async {
        var transaction = WriteTransaction(store: self, now: Int64(Date().timeIntervalSince1970))
        let completions = writes.map { $0(&transaction) }
        do {
            if !transaction.changes.isEmpty {
                try await database.commit(transaction.changes, revision: transaction.revision)
                publish(transaction)
            }
            for complete in completions { complete(nil) }
        } catch {
            logger.error("Cannot store a write", metadata: ["error": "\(error)"])
            let status = APIStatus.cannotStore(error)
            for complete in completions { complete(status) }
        }
    }

    /// Stores changes before anything runs.
    func writeAtStart(_ decide: (inout WriteTransaction) throws -> Void) throws {
        var transaction = WriteTransaction(store: self, now: Int64(Date().timeIntervalSince1970))
        try decide(&transaction)
        guard !transaction.changes.isEmpty else { return }
        try database.commitAtStart(transaction.changes, revision: transaction.revision)
        publish(transaction)
    }

    private func publish(_ transaction: WriteTransaction) {
        state.withLock { state in
            state.revision = transaction.revision
            for change in transaction.changes {
                state.storages[change.storage, default: WatchCache(objects: [:], revision: state.firstRevision)]
                    .apply(change)
            }
        }
        serveDefinitions(changedBy: transaction)
    }

    /// Serves other kinds where definitions have changed. Watches of objects whose kind is another now end: their clients
    /// begin again with what is there.
    private func serveDefinitions(changedBy transaction: WriteTransaction) {
        let storage = KindDescriptor.customResourceDefinitions.storage
        let changes = transaction.changes.filter { $0.storage == storage }
        guard !changes.isEmpty else { return }
        let served = ServedKinds(definitions: objects(storage), before: served)
        kinds.withLock { $0 = served }
        let changed = changes.filter { $0.isDeletion || $0.before?.value["spec"] != $0.after.value["spec"] }
        state.withLock { state in
            for name in Set(changed.map(\.after.key.name)) {
                state.storages[name]?.endAll(revision: state.revision)
            }
        }
    }
}

extension APIStatus {
    fileprivate static var shuttingDown: APIStatus {
        APIStatus(
            code: 503, reason: "ServiceUnavailable", message: "The server is shutting down; try again when it is back.")
    }

    fileprivate static func cannotStore(_ error: any Error) -> APIStatus {
        guard let error = error as? DatabaseError else {
            return APIStatus(
                code: 500, reason: "InternalError", message: "Cannot store the object: \(error); try again.")
        }
        let words = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        if error.resultCode == .SQLITE_FULL {
            return APIStatus(
                code: 507, reason: "InsufficientStorage",
                message: "Cannot store the object: \(words); make room where the state folder is and try again.")
        }
        return APIStatus(
            code: 500, reason: "InternalError",
            message: "Cannot store the object: \(words); see to the state folder and try again.")
    }
}
