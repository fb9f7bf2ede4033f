import FairwayJSON
import Foundation

extension KubernetesClient {
    /// Reads one object of a kind given as a value.
    package func get<Object: Decodable>(
        _ type: ResourceType, _ name: String, in namespace: String? = nil
    ) async throws -> Object {
        try await call(
            APIRequest(.get, type.path(namespace: namespace, name: name)), to: type.attempt("get", name, namespace),
            isRepeatable: true)
    }

    /// Reads all objects of a kind given as a value, page by page.
    ///
    /// A continue token that expired between two pages starts the list again once.
    package func list<Object: Decodable & Sendable>(
        _ type: ResourceType, in namespace: String? = nil, _ selection: Selection = .all
    ) async throws -> ObjectList<Object> {
        do {
            return try await listOnce(type, in: namespace, selection)
        } catch let error as KubernetesError where error.isGone {
            return try await listOnce(type, in: namespace, selection)
        }
    }

    /// Creates an object of a kind given as a value, in the namespace its metadata names.
    package func create(_ object: DynamicObject, as type: ResourceType) async throws -> DynamicObject {
        try await create(object, type, object.name, in: object.namespace)
    }

    /// Changes an object of a kind given as a value.
    package func patch<Object: Decodable>(
        _ type: ResourceType, _ name: String, in namespace: String? = nil, with patch: Patch,
        subresource: String? = nil
    ) async throws -> Object {
        try await call(
            APIRequest(
                .patch, type.path(namespace: namespace, name: name, subresource: subresource), query: patch.query,
                contentType: patch.contentType, body: patch.body.text),
            to: type.attempt("patch", name, namespace, subresource), isRepeatable: patch.isRepeatable)
    }

    /// Deletes an object of a kind given as a value.
    package func delete(
        _ type: ResourceType, _ name: String, in namespace: String? = nil,
        onlyIf preconditions: DeletePreconditions? = nil
    ) async throws {
        // The answer is a Status, or the object where finalizers keep it.
        let _: DynamicObject = try await call(
            APIRequest(
                .delete, type.path(namespace: namespace, name: name), contentType: "application/json",
                body: try JSONEncoder().encode(DeleteOptions(preconditions: preconditions))),
            to: type.attempt("delete", name, namespace), isRepeatable: true)
    }

    /// Reads one page of a list, sent once if `retries` says so.
    func page<Object: Decodable & Sendable>(
        _ type: ResourceType, in namespace: String?, _ selection: Selection, _ query: ListQuery,
        retries: RetryPolicy? = nil
    ) async throws -> ListPage<Object> {
        try await call(
            APIRequest(.get, type.path(namespace: namespace), query: selection.query + query.items),
            to: "list \(type.plural)\(namespace.map { " in \($0)" } ?? "")", isRepeatable: true, retries: retries)
    }

    func create<Answer: Decodable>(
        _ object: some Encodable, _ type: ResourceType, _ name: String?, in namespace: String?
    ) async throws -> Answer {
        try await call(
            APIRequest(
                .post, type.path(namespace: namespace), contentType: "application/json",
                body: try JSONEncoder().encode(object)),
            to: type.attempt("create", name ?? "", namespace), isRepeatable: false)
    }

    private func listOnce<Object: Decodable & Sendable>(
        _ type: ResourceType, in namespace: String?, _ selection: Selection
    ) async throws -> ObjectList<Object> {
        var items: [Object] = []
        var query = ListQuery()
        while true {
            let page: ListPage<Object> = try await page(type, in: namespace, selection, query)
            items += page.items ?? []
            guard let token = page.continueToken else {
                return ObjectList(items: items, resourceVersion: page.metadata?.resourceVersion ?? "")
            }
            query.continueToken = token
        }
    }
}

extension ResourceType {
    /// What is attempted, for an error's sentence.
    func attempt(
        _ verb: String, _ name: String, _ namespace: String?, _ subresource: String? = nil
    ) -> String {
        let part = subresource.map { "\($0) of " } ?? ""
        return "\(verb) \(part)\(kind) \(ObjectKey(namespace: namespace, name: name))"
    }
}
