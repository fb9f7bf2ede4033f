import FairwayJSON
import Foundation
import GRDB

/// The objects on disk: SQLite with a write-ahead log that is synced at every commit, so that neither a killed process
/// nor a power failure loses what was acknowledged.
struct ObjectDatabase: Sendable {
    private static let schemaVersion = 1

    private let path: String
    private let queue: DatabaseQueue

    /// Opens the database, makes it if it is missing, and writes to it once: a state folder that cannot be written to
    /// is better noticed now than at the first request.
    init(in directory: StateDirectory) throws {
        path = directory.file("fairway.db")
        do {
            try directory.createPrivateFile("fairway.db")
            queue = try Self.open(path)
            try queue.inDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try Self.refuseNewer(queue, path: path)
            try queue.write { try Self.prepare($0) }
        } catch let error as DatabaseError {
            throw Self.cannotOpen(path, error)
        }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.journalMode = .wal
        // The folder's lock keeps other processes out; holding SQLite's too spares the shared-memory file.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func refuseNewer(_ queue: DatabaseQueue, path: String) throws {
        let version = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
        guard version <= schemaVersion else {
            throw ServerFailure(
                "Cannot use the database \(path): it was written by a newer version of Fairway (format \(version), "
                    + "this version knows \(schemaVersion)); use that version, or another --state-dir.")
        }
    }

    private static func prepare(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS objects (
                    storage TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL, uid TEXT NOT NULL,
                    resourceVersion INTEGER NOT NULL, writtenAt INTEGER NOT NULL, object TEXT NOT NULL,
                    PRIMARY KEY (storage, namespace, name)
                );
                CREATE TABLE IF NOT EXISTS revision (id INTEGER PRIMARY KEY CHECK (id = 1), value INTEGER NOT NULL);
                INSERT INTO revision VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET value = value;
                PRAGMA user_version = \(schemaVersion);
                """)
    }

    private static func cannotOpen(_ path: String, _ error: DatabaseError) -> ServerFailure {
        ServerFailure(
            "Cannot open the database \(path): \(error.message ?? "SQLite error \(error.resultCode.rawValue)"); "
                + "make room, make it writable, or choose another --state-dir.")
    }
}

// MARK: - Reading and writing

extension ObjectDatabase {
    /// Everything: objects by storage, and the latest resourceVersion.
    func load() throws -> (objects: [String: [ObjectKey: StoredObject]], revision: Int64) {
        try queue.read { database in
            var objects: [String: [ObjectKey: StoredObject]] = [:]
            let rows = try Row.fetchCursor(database, sql: "SELECT * FROM objects")
            while let row = try rows.next() {
                let object = try stored(row)
                objects[row["storage"], default: [:]][object.key] = object
            }
            let revision = try Int64.fetchOne(database, sql: "SELECT value FROM revision") ?? 1
            return (objects, revision)
        }
    }

    private func stored(_ row: Row) throws -> StoredObject {
        let key = ObjectKey(namespace: row["namespace"], name: row["name"])
        let text = Data((row["object"] as String).utf8)
        do {
            return StoredObject(
                key: key, value: try JSONValue(parsing: text), text: text, resourceVersion: row["resourceVersion"],
                writtenAt: row["writtenAt"])
        } catch {
            throw ServerFailure(
                "Cannot read \(key.namespace)/\(key.name) in the database \(path): \(error); "
                    + "restore it from a backup, or choose another --state-dir.")
        }
    }

    /// Writes changes and the resourceVersion they lead to: all of it, or nothing.
    func commit(_ changes: [Change], revision: Int64) async throws {
        try await queue.write { try Self.write(changes, revision: revision, to: $0) }
    }

    /// As `commit`, for the time before anything runs.
    func commitAtStart(_ changes: [Change], revision: Int64) throws {
        do {
            try queue.write { try Self.write(changes, revision: revision, to: $0) }
        } catch let error as DatabaseError {
            throw Self.cannotOpen(path, error)
        }
    }

    private static func write(_ changes: [Change], revision: Int64, to database: Database) throws {
        let insert = try database.cachedStatement(sql: "INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?, ?, ?)")
        let delete = try database.cachedStatement(
            sql: "DELETE FROM objects WHERE storage = ? AND namespace = ? AND name = ?")
        for change in changes {
            let (object, key) = (change.after, change.after.key)
            if change.isDeletion {
                try delete.execute(arguments: [change.storage, key.namespace, key.name])
            } else {
                try insert.execute(arguments: [
                    change.storage, key.namespace, key.name, object.uid, object.resourceVersion, object.writtenAt,
                    String(decoding: object.text, as: UTF8.self),
                ])
            }
        }
        try database.execute(sql: "UPDATE revision SET value = ?", arguments: [revision])
    }

    /// Moves the log into the database and closes it.
    func close() throws {
        try queue.close()
    }
}
