import FairwayJSON
import Foundation
import Synchronization

extension KubernetesClient {
    /// How the server names a kind in paths, from its discovery documents; remembered until a kind is missing.
    ///
    /// - Throws: `KubernetesError` with code 404 where the server has no such kind.
    package func resourceType(apiVersion: String, kind: String) async throws -> ResourceType {
        let known = discovered.withLock { $0[apiVersion] } ?? []
        if let type = known.first(where: { $0.kind == kind }) {
            return type
        }
        let attempt = "find the kind \(kind) of \(apiVersion)"
        let parts = apiVersion.split(separator: "/", maxSplits: 1).map { String($0).percentEncoded }
        let path = (parts.count == 2 ? ["apis"] : ["api"]) + parts
        let document: ResourceDocument = try await call(
            APIRequest(.get, "/" + path.joined(separator: "/")), to: attempt, isRepeatable: true)
        let types = document.types(apiVersion: apiVersion)
        discovered.withLock { $0[apiVersion] = types }
        guard let type = types.first(where: { $0.kind == kind }) else {
            throw KubernetesError(
                attempt: attempt, code: 404, reason: "NotFound", message: "the server has no such kind")
        }
        return type
    }

    /// Applies an object of any kind (server-side apply), creating it where it is not there yet.
    ///
    /// An object of a kind that lives in namespaces and names none goes to `defaultNamespace`.
    package func apply(_ object: DynamicObject, fieldManager: String, force: Bool) async throws -> DynamicObject {
        let (object, type, name) = try await located(object, to: "apply")
        return try await patch(
            type, name, in: object.namespace, with: .apply(object.json, fieldManager: fieldManager, force: force))
    }

    /// Deletes an object of any kind; that it is gone already is no error.
    package func delete(_ object: DynamicObject) async throws {
        let (object, type, name) = try await located(object, to: "delete")
        do {
            try await delete(type, name, in: object.namespace)
        } catch let error as KubernetesError where error.isNotFound {
            return
        }
    }

    private func located(
        _ object: DynamicObject, to verb: String
    ) async throws -> (object: DynamicObject, type: ResourceType, name: String) {
        guard let apiVersion = object.apiVersion, let kind = object.kind, let name = object.name else {
            throw KubernetesError(
                attempt: "\(verb) an object", code: 422, reason: "Invalid",
                message: "it must have apiVersion, kind and metadata.name")
        }
        let type = try await resourceType(apiVersion: apiVersion, kind: kind)
        var object = object
        object.namespace = type.namespaced ? object.namespace ?? defaultNamespace : nil
        return (object, type, name)
    }
}

/// The kinds of one group and version (`meta/v1` APIResourceList).
private struct ResourceDocument: Codable {
    struct Entry: Codable {
        var name: String
        var kind: String
        var namespaced: Bool?
    }

    @EmptyIfAbsent var resources: [Entry]

    /// Subresources, which have a `/` in their names, are left out.
    func types(apiVersion: String) -> [ResourceType] {
        let parts = apiVersion.split(separator: "/", maxSplits: 1).map(String.init)
        return resources.filter { !$0.name.contains("/") }.map {
            ResourceType(
                group: parts.count == 2 ? parts[0] : "", version: parts.last ?? "", kind: $0.kind, plural: $0.name,
                namespaced: $0.namespaced ?? false)
        }
    }
}
