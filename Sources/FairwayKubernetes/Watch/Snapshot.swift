/// All objects of one kind as they were at one moment, by namespace and name.
package struct Snapshot<Object: Sendable>: Sendable {
    package internal(set) var objects: [ObjectKey: Object]
    /// Whether the first list is complete; before that, absence says nothing.
    package internal(set) var isSynced: Bool
    /// Grows with every change, so that readers can tell whether anything happened.
    package internal(set) var version: UInt64
    var recent = RecentChanges()

    /// A snapshot of known objects, complete.
    package init(objects: [ObjectKey: Object] = [:], isSynced: Bool = true, version: UInt64 = 1) {
        self.objects = objects
        self.isSynced = isSynced
        self.version = version
    }

    package subscript(key: ObjectKey) -> Object? { objects[key] }
    package var values: some Collection<Object> { objects.values }
    package var count: Int { objects.count }

    /// The keys of the objects that were put, replaced or removed after `version`, which is one that this kind's snapshots
    /// had; `nil` where that is no longer known, and everything has to be looked at.
    package func changedKeys(since version: UInt64) -> Set<ObjectKey>? { recent.keys(since: version) }
}

extension Snapshot where Object: Resource {
    /// A snapshot of known objects, complete.
    package init(_ objects: some Sequence<Object>) {
        self.init(objects: Dictionary(objects.map { ($0.key, $0) }) { _, last in last })
    }
}
