/// Objects of one kind as they were at one moment.
package struct ObjectList<Item: Sendable>: Sendable {
    package var items: [Item]
    /// From where a watch goes on.
    package var resourceVersion: String

    package init(items: [Item], resourceVersion: String) {
        self.items = items
        self.resourceVersion = resourceVersion
    }
}

/// One page of a list, as the server sends it.
struct ListPage<Item: Decodable & Sendable>: Decodable, Sendable {
    struct Metadata: Decodable, Sendable {
        var resourceVersion: String?
        var `continue`: String?
    }

    var metadata: Metadata?
    var items: [Item]?

    /// What asks for the next page; `nil` on the last one, where servers leave it out or empty.
    var continueToken: String? {
        guard let token = metadata?.continue, !token.isEmpty else { return nil }
        return token
    }
}
