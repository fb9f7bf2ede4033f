extension FieldTree {
    /// This tree with what another says laid over it. Elements of lists come in the order of `other`; those that only
    /// this one has stay where they were among them.
    func merged(with other: FieldTree) -> FieldTree {
        switch (self, other) {
        case (.object(let members, let named), .object(let others, let otherNames)):
            .object(
                members.merging(others) { own, other in own.merged(with: other) }, named: named.union(otherNames))
        case (.list(let elements), .list(let others)): .list(Self.merge(elements, others))
        default: other
        }
    }

    private static func merge(_ old: [Element], _ new: [Element]) -> [Element] {
        let oldTrees = Dictionary(old.map { ($0.key, $0.tree) }) { first, _ in first }
        let newKeys = Set(new.map(\.key))
        var result: [Element] = []
        var rest = old[...]
        for element in new {
            // What only the old list has, up to the place where it has this element, goes before it.
            if rest.contains(where: { $0.key == element.key }) {
                while let next = rest.popFirst(), next.key != element.key {
                    if !newKeys.contains(next.key) { result.append(next) }
                }
            }
            let tree = oldTrees[element.key].map { $0.merged(with: element.tree) } ?? element.tree
            result.append(Element(key: element.key, tree: tree))
        }
        return result + rest.filter { !newKeys.contains($0.key) }
    }

    /// This tree without the fields of a set. What has nothing left in it goes too.
    func removing(_ set: FieldSet) -> FieldTree {
        guard !set.isEmpty else { return self }
        switch self {
        case .leaf: return self
        case .object(let members, let named):
            var kept: [String: FieldTree] = [:]
            for (name, tree) in members { kept[name] = tree.kept(as: .field(name), removing: set) }
            return .object(kept, named: named.intersection(kept.keys))
        case .list(let elements):
            return .list(
                elements.compactMap { element in
                    element.tree.kept(as: element.key, removing: set).map { Element(key: element.key, tree: $0) }
                })
        }
    }

    private func kept(as element: FieldPathElement, removing set: FieldSet) -> FieldTree? {
        guard !set.members.contains(element) else { return nil }
        let rest = removing(set.below(element))
        return rest.isEmptyBranch && !isEmptyBranch ? nil : rest
    }
}
