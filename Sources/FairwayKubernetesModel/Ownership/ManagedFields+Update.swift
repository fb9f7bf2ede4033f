import FairwayJSON

extension ManagedFields {
    /// Records that somebody changed `old` to `new`, other than by apply: what differs is the writer's, and nobody
    /// else's any more.
    mutating func recordUpdate(
        from old: FieldTree, to new: FieldTree, by manager: Manager, apiVersion: String, now: String
    ) {
        let change = FieldTree.compare(old, new)
        let taken = change.modified.union(change.added)
        release(taken.union(change.removed), apiVersion: apiVersion)
        guard !taken.isEmpty else { return }
        let own = entries[manager]?.fields ?? FieldSet()
        self[manager] = Entry(fields: own.union(taken), apiVersion: apiVersion, time: now)
        mergeAncientUpdates()
    }

    /// Takes fields from everybody who owns them. Entries in another version of the API name other fields.
    mutating func release(_ fields: FieldSet, apiVersion: String, exceptFrom spared: Manager? = nil) {
        for (manager, entry) in entries where entry.apiVersion == apiVersion && manager != spared {
            var entry = entry
            entry.fields = entry.fields.subtracting(fields)
            self[manager] = entry
        }
    }

    /// How many who update are told apart; older ones are merged into one.
    private static let maximumUpdaters = 10

    private mutating func mergeAncientUpdates() {
        let updaters = entries.filter { $0.key.operation == .update && $0.key.subresource.isEmpty }
        guard updaters.count > Self.maximumUpdaters else { return }
        let oldestFirst = updaters.sorted { ($0.value.time ?? "", $0.key.name) < ($1.value.time ?? "", $1.key.name) }
        for (manager, entry) in oldestFirst.prefix(updaters.count - Self.maximumUpdaters + 1) {
            let ancient = Manager("ancient-changes", .update, apiVersion: entry.apiVersion, subresource: nil)
            guard manager != ancient else { continue }
            let fields = entries[ancient]?.fields ?? FieldSet()
            self[ancient] = Entry(fields: fields.union(entry.fields), apiVersion: entry.apiVersion, time: entry.time)
            self[manager] = nil
        }
    }
}
