/// A reader's own copy of a snapshot's objects, by keys of its own, in which only what has changed is replaced.
package struct FollowedObjects<Key: Hashable & Sendable, Object: Resource>: Sendable {
    package private(set) var objects: [Key: Object] = [:]
    private var version: UInt64?
    private let key: @Sendable (ObjectKey) -> Key

    package init(by key: @escaping @Sendable (ObjectKey) -> Key) {
        self.key = key
    }

    /// Takes in what is there now.
    package mutating func follow(_ snapshot: Snapshot<Object>) {
        defer { version = snapshot.version }
        guard let version, let changed = snapshot.changedKeys(since: version) else {
            objects = Dictionary(snapshot.objects.map { (key($0.key), $0.value) }) { _, last in last }
            return
        }
        for changed in changed { objects[key(changed)] = snapshot[changed] }
    }
}
