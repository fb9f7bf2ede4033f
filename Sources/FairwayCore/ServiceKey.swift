/// The name of a Service in its namespace: what everything about a Service is filed under.
package struct ServiceKey: Hashable, Sendable {
    package var namespace: String
    package var name: String

    package init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }
}

extension ServiceKey: CustomStringConvertible {
    package var description: String { "\(namespace)/\(name)" }
}

extension ServiceKey: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        (left.namespace, left.name) < (right.namespace, right.name)
    }
}
