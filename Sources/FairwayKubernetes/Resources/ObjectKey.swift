/// The name of an object among those of its kind.
package struct ObjectKey: Hashable, Sendable {
    /// `nil` for objects outside namespaces.
    package var namespace: String?
    package var name: String

    package init(namespace: String?, name: String) {
        self.namespace = namespace
        self.name = name
    }
}

extension ObjectKey: Comparable {
    package static func < (left: ObjectKey, right: ObjectKey) -> Bool {
        (left.namespace ?? "", left.name) < (right.namespace ?? "", right.name)
    }
}

extension ObjectKey: CustomStringConvertible {
    package var description: String { namespace.map { "\($0)/\(name)" } ?? name }
}
