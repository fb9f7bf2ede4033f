/// What differs between two trees.
struct FieldComparison: Hashable, Sendable {
    var removed = FieldSet()
    var modified = FieldSet()
    var added = FieldSet()
}

extension FieldTree {
    /// Every field of the object that can be owned (structured-merge-diff's `ToFieldSet`): leaves, elements of lists,
    /// entries of maps, and named fields where they are empty.
    var fields: FieldSet {
        var set = FieldSet()
        for (element, tree) in branches {
            set.setChild(element, tree.fields)
            if isOwned(element, tree) { set.insert(element) }
        }
        return set
    }

    private func isOwned(_ element: FieldPathElement, _ tree: FieldTree) -> Bool {
        guard case .object(_, let named) = self, case .field(let name) = element, named.contains(name) else {
            return true
        }
        if case .leaf = tree { return true }
        return tree.isEmptyBranch
    }

    /// The set, and with each of its fields the named fields above it.
    func withNamedParents(_ set: FieldSet) -> FieldSet {
        var result = set
        let branches = branches
        for (element, child) in set.children {
            if case .field(let name) = element, case .object(_, let named) = self, named.contains(name) {
                result.insert(element)
            }
            if let tree = branches[element] { result.setChild(element, tree.withNamedParents(child)) }
        }
        return result
    }

    /// What `new` changes in `old`.
    static func compare(_ old: FieldTree, _ new: FieldTree) -> FieldComparison {
        var comparison = FieldComparison()
        var path: [FieldPathElement] = []
        compare(old, new, &path, &comparison)
        return comparison
    }

    private static func compare(
        _ old: FieldTree?, _ new: FieldTree?, _ path: inout [FieldPathElement], _ comparison: inout FieldComparison
    ) {
        guard old != new else { return }
        let isChange = old?.isLeaf ?? false || new?.isLeaf ?? false
        if let old, let new, isChange {
            comparison.modified.insert(path[...])
            // A branch that becomes a leaf, or the other way round, loses or gains what is below it.
            compareBranches(old.branches, [:], &path, &comparison)
            compareBranches([:], new.branches, &path, &comparison)
            return
        }
        compareBranches(old?.branches ?? [:], new?.branches ?? [:], &path, &comparison)
        if old == nil { comparison.added.insert(path[...]) }
        if new == nil { comparison.removed.insert(path[...]) }
    }

    private static func compareBranches(
        _ old: [FieldPathElement: FieldTree], _ new: [FieldPathElement: FieldTree], _ path: inout [FieldPathElement],
        _ comparison: inout FieldComparison
    ) {
        for element in Set(old.keys).union(new.keys) {
            path.append(element)
            compare(old[element], new[element], &path, &comparison)
            path.removeLast()
        }
    }

    private var isLeaf: Bool {
        if case .leaf = self { return true }
        return false
    }
}
