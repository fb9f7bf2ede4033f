import Foundation

extension KubernetesClient {
    /// Reads one object; the namespace is `nil` for kinds outside namespaces.
    package func get<R: Resource>(_: R.Type, _ name: String, in namespace: String? = nil) async throws -> R {
        try await get(R.type, name, in: namespace)
    }

    /// Reads all objects of a kind, page by page; without a namespace those of all.
    package func list<R: Resource>(
        _: R.Type = R.self, in namespace: String? = nil, _ selection: Selection = .all
    ) async throws -> ObjectList<R> {
        try await list(R.type, in: namespace, selection)
    }

    /// Creates an object, in the namespace its metadata names, and returns it as the server made it.
    package func create<R: Resource>(_ object: R) async throws -> R {
        try await create(TypedObject(object), R.type, object.metadata.name, in: object.metadata.namespace)
    }

    /// Replaces an object; with a `resourceVersion` only if nobody changed it since (409 otherwise).
    package func update<R: Resource>(_ object: R) async throws -> R {
        try await replace(object, subresource: nil)
    }

    /// Replaces the status of an object, as `update` does the rest of it.
    package func updateStatus<R: Resource>(_ object: R) async throws -> R {
        try await replace(object, subresource: "status")
    }

    /// Changes an object, or with `subresource` (e.g. `status`) that part of it.
    package func patch<R: Resource>(
        _: R.Type, _ name: String, in namespace: String? = nil, with patch: Patch, subresource: String? = nil
    ) async throws -> R {
        try await self.patch(R.type, name, in: namespace, with: patch, subresource: subresource)
    }

    /// Deletes an object; it goes when its finalizers are gone.
    package func delete<R: Resource>(
        _: R.Type, _ name: String, in namespace: String? = nil, onlyIf preconditions: DeletePreconditions? = nil
    ) async throws {
        try await delete(R.type, name, in: namespace, onlyIf: preconditions)
    }

    private func replace<R: Resource>(_ object: R, subresource: String?) async throws -> R {
        let name = object.metadata.name ?? ""
        let namespace = object.metadata.namespace
        return try await call(
            APIRequest(
                .put, R.type.path(namespace: namespace, name: name, subresource: subresource),
                contentType: "application/json", body: try JSONEncoder().encode(TypedObject(object))),
            to: R.type.attempt("update", name, namespace, subresource), isRepeatable: true)
    }
}

/// An object with the `apiVersion` and `kind` that its Swift type stands for.
private struct TypedObject<R: Resource>: Encodable {
    private enum CodingKeys: CodingKey {
        case apiVersion, kind
    }

    private var object: R

    init(_ object: R) {
        self.object = object
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(R.type.apiVersion, forKey: .apiVersion)
        try container.encode(R.type.kind, forKey: .kind)
        try object.encode(to: encoder)
    }
}
