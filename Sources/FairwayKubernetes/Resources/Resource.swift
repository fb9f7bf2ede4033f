/// A kind of Kubernetes object as a Swift type.
///
/// Decoding is lenient: what the type does not name is ignored, so an object that was read must not be written back
/// whole unless the type is complete; change others' objects by patch.
package protocol Resource: Codable, Sendable {
    static var type: ResourceType { get }
    var metadata: ObjectMeta { get set }
}

extension Resource {
    /// The key of this object in a snapshot.
    package var key: ObjectKey { ObjectKey(namespace: metadata.namespace, name: metadata.name ?? "") }
}

/// A kind of object and how the API server names it in paths.
package struct ResourceType: Hashable, Sendable {
    /// The API group; empty for the core group.
    package var group: String
    package var version: String
    /// As in `kind:`, e.g. `Service`.
    package var kind: String
    /// As in paths, e.g. `services`.
    package var plural: String
    /// Whether its objects live in namespaces.
    package var namespaced: Bool

    package init(group: String, version: String, kind: String, plural: String, namespaced: Bool) {
        self.group = group
        self.version = version
        self.kind = kind
        self.plural = plural
        self.namespaced = namespaced
    }

    /// As in `apiVersion:`, e.g. `discovery.k8s.io/v1`, or `v1` for the core group.
    package var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// The path of all its objects, of those of one namespace, or of one object.
    func path(namespace: String?, name: String? = nil, subresource: String? = nil) -> String {
        var path = group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)"
        if namespaced, let namespace {
            path += "/namespaces/\(namespace.percentEncoded)"
        }
        path += "/\(plural)"
        if let name {
            path += "/\(name.percentEncoded)"
        }
        if let subresource {
            path += "/\(subresource)"
        }
        return path
    }
}
