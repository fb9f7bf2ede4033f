/// What has to be done to get from one table to another.
package struct TableChanges: Equatable, Sendable {
    /// Frontends that only the new table has. Sorted.
    package let added: [Frontend]
    /// Frontends that both have, with different entries. Sorted.
    package let changed: [Frontend]
    /// Frontends that only the old table has. Sorted.
    package let removed: [Frontend]

    package var isEmpty: Bool { added.isEmpty && changed.isEmpty && removed.isEmpty }

    package init(from old: ForwardingTable, to new: ForwardingTable) {
        added = new.entries.keys.filter { old.entries[$0] == nil }.sorted()
        changed =
            new.entries
            .filter { frontend, entry in old.entries[frontend].map { $0 != entry } ?? false }
            .map(\.key).sorted()
        removed = old.entries.keys.filter { new.entries[$0] == nil }.sorted()
    }
}
