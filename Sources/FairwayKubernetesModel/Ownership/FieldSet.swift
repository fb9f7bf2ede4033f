/// A set of fields of an object (structured-merge-diff's `fieldpath.Set`). The object itself is never a member.
struct FieldSet: Hashable, Sendable {
    /// The fields right here that are in the set.
    private(set) var members: Set<FieldPathElement> = []
    /// What is in the set below a field; never empty.
    private(set) var children: [FieldPathElement: FieldSet] = [:]

    var isEmpty: Bool { members.isEmpty && children.isEmpty }

    init() {}

    init(_ paths: [[FieldPathElement]]) {
        for path in paths { insert(path[...]) }
    }

    mutating func insert(_ path: ArraySlice<FieldPathElement>) {
        guard let first = path.first else { return }
        if path.count == 1 {
            members.insert(first)
        } else {
            children[first, default: FieldSet()].insert(path.dropFirst())
        }
    }

    mutating func insert(_ element: FieldPathElement) {
        members.insert(element)
    }

    /// Replaces what is in the set below a field.
    mutating func setChild(_ element: FieldPathElement, _ child: FieldSet) {
        children[element] = child.isEmpty ? nil : child
    }

    /// What is in the set below a field.
    func below(_ element: FieldPathElement) -> FieldSet { children[element] ?? FieldSet() }
}

// MARK: - Algebra

extension FieldSet {
    func union(_ other: FieldSet) -> FieldSet {
        var result = self
        result.members.formUnion(other.members)
        result.children.merge(other.children) { $0.union($1) }
        return result
    }

    func subtracting(_ other: FieldSet) -> FieldSet {
        var result = self
        result.members.subtract(other.members)
        for (element, child) in other.children {
            if let own = result.children[element] { result.setChild(element, own.subtracting(child)) }
        }
        return result
    }

    func intersection(_ other: FieldSet) -> FieldSet {
        var result = FieldSet()
        result.members = members.intersection(other.members)
        for (element, child) in children {
            if let others = other.children[element] { result.setChild(element, child.intersection(others)) }
        }
        return result
    }

    /// The paths, those of a field's own members before those below them, else in order.
    var paths: [[FieldPathElement]] {
        members.sorted().map { [$0] }
            + children.sorted { $0.key < $1.key }.flatMap { element, child in child.paths.map { [element] + $0 } }
    }
}

extension [FieldPathElement] {
    /// As messages about conflicts name it: `.spec.ports[port=7,protocol="TCP"].targetPort`.
    var fieldPath: String { map(\.description).joined() }
}
