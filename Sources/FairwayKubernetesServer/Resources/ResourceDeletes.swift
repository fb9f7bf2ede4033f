import FairwayJSON
import FairwayKubernetesModel
import Foundation

/// Answers delete, of one object and of many.
struct ResourceDeletes: Sendable {
    let store: ObjectStore

    func delete(_ resource: ResourcePath, name: String, _ request: APIRequest) async throws -> Answer {
        let kind = resource.kind
        let representation = try Representation(request, kind: kind)
        let options = try request.decodedDeleteOptions(for: kind)
        let (isDryRun, now) = (try request.isDryRun() || options?.asksForDryRun ?? false, APIRequest.now())
        let (object, isGone) = try await store.write { transaction in
            var attempt = transaction
            let result = try attempt.delete(resource, name: name, options: options, now: now)
            if !isDryRun { transaction = attempt }
            return result
        }
        // Kubernetes answers with the object where deletion takes time, and for Services.
        let answersWithObject = !isGone || ["services", "namespaces"].contains(kind.plural)
        guard answersWithObject else { return Answer(json: Self.success(kind, object)) }
        return Answer(body: .whole(representation.text(object) + Data("\n".utf8)))
    }

    func deleteCollection(_ resource: ResourcePath, _ request: APIRequest) async throws -> Answer {
        let kind = resource.kind
        let representation = try Representation(request, kind: kind)
        let options = try request.decodedDeleteOptions(for: kind)
        let selection = try ListOptions(request, resource: resource).selection
        let (isDryRun, now) = (try request.isDryRun() || options?.asksForDryRun ?? false, APIRequest.now())
        let (deleted, revision) = try await store.write { transaction in
            var attempt = transaction
            let selected = attempt.objects(kind.storage).filter { selection.contains($0, in: kind) }
            let deleted = try selected.map { object in
                var one = resource
                if kind.isNamespaced { one.namespace = object.key.namespace }
                return try attempt.delete(one, name: object.key.name, options: options, now: now).object
            }
            if !isDryRun { transaction = attempt }
            return (deleted, attempt.revision)
        }
        let metadata: JSONValue = ["resourceVersion": .string(String(revision))]
        return Answer(body: .whole(representation.list(deleted, metadata: metadata) + Data("\n".utf8)))
    }

    private static func success(_ kind: KindDescriptor, _ object: StoredObject) -> JSONValue {
        var details: JSONValue = [
            "name": .string(object.key.name), "kind": .string(kind.plural), "uid": .string(object.uid),
        ]
        if !kind.group.isEmpty { details["group"] = .string(kind.group) }
        return [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "details": details,
        ]
    }
}

extension JSONValue {
    fileprivate var asksForDryRun: Bool { self["dryRun"]?.array?.contains("All") ?? false }
}

// MARK: - In a transaction

extension WriteTransaction {
    /// Deletes an object, or marks it as being deleted while finalizers hold it.
    mutating func delete(
        _ resource: ResourcePath, name: String, options: JSONValue?, now: String
    ) throws(APIStatus) -> (object: StoredObject, isGone: Bool) {
        let (kind, key) = (resource.kind, resource.key(name))
        guard let current = object(kind.storage, key) else { throw .notFound(kind, name: name) }
        let deletion = try kind.delete(current: kind.view(current), options: options, now: now)
        if kind.storage == KindDescriptor.namespaces.storage {
            return (try deleteNamespace(current, deletion, now: now), false)
        }
        if kind.storage == KindDescriptor.customResourceDefinitions.storage {
            return (try deleteDefinition(current, deletion, now: now), false)
        }
        switch deletion {
        case .nothing: return (current, false)
        case .mark(let marked): return (put(kind.storage, key, kind.stored(marked)), false)
        case .remove:
            delete(kind.storage, key)
            finishNamespace(key.namespace)
            finishDefinition(of: kind)
            return (current, true)
        }
    }

    /// A namespace goes when everything in it is gone; until then it takes in nothing new.
    private mutating func deleteNamespace(
        _ current: StoredObject, _ deletion: Deletion, now: String
    ) throws(APIStatus) -> StoredObject {
        let (kind, name) = (KindDescriptor.namespaces, current.key.name)
        guard !Self.permanentNamespaces.contains(name) else { throw .permanentNamespace(name) }
        var marked = current.value
        if case .mark(let value) = deletion { marked = value }
        if marked["metadata"]?["deletionTimestamp"] == nil {
            marked["metadata", default: [:]]["deletionTimestamp"] = .string(now)
        }
        marked["status", default: [:]]["phase"] = "Terminating"
        let object = marked == current.value ? current : put(kind.storage, current.key, marked)
        for kind in registry.storedWithNamespace {
            for content in objects(kind.storage) where content.key.namespace == name {
                switch try kind.delete(current: content.value, options: nil, now: now) {
                case .nothing: break
                case .mark(let value): _ = put(kind.storage, content.key, value)
                case .remove: delete(kind.storage, content.key)
                }
            }
            finishDefinition(of: kind)
        }
        finishNamespace(name)
        return object
    }

    /// Removes a namespace that is being deleted once nothing is left that holds it.
    mutating func finishNamespace(_ name: String) {
        let (storage, key) = (KindDescriptor.namespaces.storage, ObjectKey(namespace: "", name: name))
        guard !name.isEmpty, let metadata = object(storage, key)?.value["metadata"],
            metadata["deletionTimestamp"] != nil, metadata["finalizers"]?.array?.isEmpty ?? true,
            registry.storedWithNamespace.allSatisfy({ kind in
                !objects(kind.storage).contains { $0.key.namespace == name }
            })
        else { return }
        delete(storage, key)
    }

    /// The namespaces that are always there.
    static let permanentNamespaces = ["default", "kube-system"]
}

extension APIStatus {
    fileprivate static func permanentNamespace(_ name: String) -> APIStatus {
        APIStatus(
            code: 403, reason: "Forbidden",
            message: "namespaces \"\(name)\" is forbidden: this namespace may not be deleted",
            details: ["name": .string(name), "kind": "namespaces"])
    }
}
