import FairwayKubernetesModel

/// What a path below a group's version names: a kind, all its objects, those of a namespace, or one.
struct ResourcePath: Sendable {
    var kind: KindDescriptor
    /// `nil`: every namespace, or a kind without namespaces.
    var namespace: String?
    var name: String?
    /// `nil` or `status`.
    var subresource: String?

    func key(_ name: String) -> ObjectKey { ObjectKey(namespace: namespace ?? "", name: name) }

    /// All objects of a kind without namespaces.
    init(kind: KindDescriptor) {
        self.kind = kind
    }

    /// Finds what the components behind `/api/v1` or `/apis/GROUP/VERSION` name; `nil`: nothing.
    init?(group: String, version: String, components: ArraySlice<String>, in registry: KindRegistry) {
        var rest = components
        var namespace: String?
        // `/namespaces/NAME` is a namespace itself, and so are its subresources.
        if rest.first == "namespaces", rest.count > 2, !["status", "finalize"].contains(rest[rest.startIndex + 2]) {
            namespace = rest[rest.startIndex + 1]
            rest = rest.dropFirst(2)
        }
        guard let plural = rest.popFirst(), rest.count <= 2,
            let kind = registry.find(group: group, version: version, plural: plural)
        else { return nil }
        self.kind = kind
        self.namespace = namespace
        self.name = rest.popFirst()
        self.subresource = rest.popFirst()
        // One object of a kind with namespaces has a namespace, and only such a kind has one.
        guard kind.isNamespaced ? namespace != nil || name == nil : namespace == nil else { return nil }
        guard subresource == nil || (subresource == "status" && kind.hasStatus) else { return nil }
    }
}
