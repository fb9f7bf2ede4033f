import FairwayJSON
import FairwayKubernetesModel

/// The changes that some writes want to make together: they read what is stored as if the ones before them were
/// stored already, and get the resourceVersions they will have.
struct WriteTransaction {
    let now: Int64
    /// The kinds there were when the first of the writes began.
    let registry: KindRegistry
    private(set) var revision: Int64
    private(set) var changes: [Change] = []
    private var written: [String: [ObjectKey: StoredObject?]] = [:]
    private let read: (String, ObjectKey) -> StoredObject?
    private let readAll: (String) -> [ObjectKey: StoredObject]

    init(store: ObjectStore, now: Int64) {
        self.now = now
        self.registry = store.served.registry
        self.revision = store.revision
        self.read = { store.object($0, $1) }
        self.readAll = { store.objects($0) }
    }

    func object(_ storage: String, _ key: ObjectKey) -> StoredObject? {
        if let object = written[storage]?[key] { return object }
        return read(storage, key)
    }

    /// All objects of a storage, in the order of their keys.
    func objects(_ storage: String) -> [StoredObject] {
        var objects = readAll(storage)
        for (key, object) in written[storage] ?? [:] { objects[key] = object }
        return objects.values.sorted { $0.key < $1.key }
    }

    /// Creates or replaces an object.
    mutating func put(_ storage: String, _ key: ObjectKey, _ value: JSONValue) -> StoredObject {
        let before = object(storage, key)
        revision += 1
        let after = StoredObject(key: key, value: value, resourceVersion: revision, writtenAt: now)
        written[storage, default: [:]][key] = .some(after)
        changes.append(Change(storage: storage, before: before, after: after, isDeletion: false))
        return after
    }

    /// Removes an object, if it is there; watchers see it as `last`, or as it was.
    mutating func delete(_ storage: String, _ key: ObjectKey, last: JSONValue? = nil) {
        guard let before = object(storage, key) else { return }
        revision += 1
        let last = StoredObject(key: key, value: last ?? before.value, resourceVersion: revision, writtenAt: now)
        written[storage, default: [:]][key] = .some(nil)
        changes.append(Change(storage: storage, before: before, after: last, isDeletion: true))
    }
}
