/// Which object each of the latest versions of a snapshot has changed, so that readers need not look at all of them.
struct RecentChanges: Sendable {
    /// How many are known at least. Whoever has missed more has to look at a good part of the objects anyway.
    private static let limit = 1_000

    /// Each is of the version after that of the one before.
    private var keys: [ObjectKey] = []
    /// The version before the first of `keys`.
    private var start: UInt64 = 0

    /// Notes what the next version changes.
    mutating func add(_ key: ObjectKey) {
        keys.append(key)
        guard keys.count >= 2 * Self.limit else { return }
        keys.removeFirst(Self.limit)
        start += UInt64(Self.limit)
    }

    /// Notes that anything may have changed until `version`.
    mutating func forget(until version: UInt64) {
        keys = []
        start = version
    }

    /// What changed after `version`; `nil` where that is not known.
    func keys(since version: UInt64) -> Set<ObjectKey>? {
        guard version >= start, version - start <= keys.count else { return nil }
        return Set(keys[Int(version - start)...])
    }
}
