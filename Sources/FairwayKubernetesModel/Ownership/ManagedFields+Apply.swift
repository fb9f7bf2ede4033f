import FairwayJSON

extension ManagedFields {
    /// A field that is applied with another value than the one its owner gave it.
    struct Conflict: Hashable, Sendable {
        var manager: Manager
        var path: [FieldPathElement]
    }

    /// What an apply made of an object.
    struct Applied: Sendable {
        var tree: FieldTree
        var managedFields: ManagedFields
        /// Others' fields that would change; the rest is void unless this is empty or the apply is forced.
        var conflicts: [Conflict]
    }

    /// Lays what somebody applies over the object (structured-merge-diff's `Updater.Apply`): fields that he no longer
    /// applies and that nobody else owns go, fields of others that change are conflicts.
    func applying(
        _ config: FieldTree, to live: FieldTree, by manager: Manager, apiVersion: String, now: String
    ) -> Applied {
        var managed = self
        let last = entries[manager]?.fields ?? FieldSet()
        // Everybody's object has metadata: nobody owns it as such.
        let fields = config.fields.subtracting(FieldSet([[.field("metadata")]]))
        managed[manager] = Entry(fields: fields, apiVersion: apiVersion, time: entries[manager]?.time)

        let merged = live.merged(with: config)
        let tree = managed.prune(merged, noLongerApplied: last, apiVersion: apiVersion)
        let change = FieldTree.compare(live, tree)
        let taken = change.modified.union(change.added)
        let conflicts = managed.owners(of: taken, apiVersion: apiVersion, except: manager)
        managed.release(taken.union(change.removed), apiVersion: apiVersion, exceptFrom: manager)
        if tree != live, var entry = managed[manager] {
            entry.time = now
            managed[manager] = entry
        }
        return Applied(tree: tree, managedFields: managed, conflicts: conflicts)
    }

    private func owners(of fields: FieldSet, apiVersion: String, except: Manager) -> [Conflict] {
        entries.filter { $0.key != except && $0.value.apiVersion == apiVersion }
            .sorted { ($0.key.name, $0.key.operation.rawValue) < ($1.key.name, $1.key.operation.rawValue) }
            .flatMap { manager, entry in
                entry.fields.intersection(fields).paths.map { Conflict(manager: manager, path: $0) }
            }
    }

    private func prune(_ merged: FieldTree, noLongerApplied last: FieldSet, apiVersion: String) -> FieldTree {
        guard !last.isEmpty else { return merged }
        let lastApplied = merged.withNamedParents(last)
        let everything = merged.withNamedParents(merged.fields)
        let owned = entries.values.filter { $0.apiVersion == apiVersion }.reduce(FieldSet()) { $0.union($1.fields) }

        // Without all that was applied last, then back with what somebody owns, then back with what was not his.
        let bare = merged.removing(lastApplied)
        let kept = bare.withNamedParents(bare.fields).union(merged.withNamedParents(owned))
        let pruned = merged.removing(everything.subtracting(kept))
        let remaining = pruned.withNamedParents(pruned.fields)
        return merged.removing(everything.subtracting(remaining).intersection(lastApplied))
    }
}
