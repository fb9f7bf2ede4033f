/// Which node this is, as far as endpoints go.
package struct NodeIdentity: Hashable, Sendable {
    /// As endpoints say it in `nodeName`.
    package var name: String
    /// Whether endpoints that name no node are here: so where there is only one machine.
    package var hasUnnamedEndpoints: Bool

    package init(name: String, hasUnnamedEndpoints: Bool) {
        self.name = name
        self.hasUnnamedEndpoints = hasUnnamedEndpoints
    }

    /// Whether an endpoint that says `nodeName` is on this node.
    func has(endpointOn nodeName: String?) -> Bool {
        nodeName.map { $0 == name } ?? hasUnnamedEndpoints
    }
}
