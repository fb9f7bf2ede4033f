import FairwayJSON
import FairwayKubernetesModel
import Foundation

/// Answers create, update, patch and delete for every kind: what a write means is the kind's to say, when it is its
/// turn; here it is stored.
struct ResourceWrites: Sendable {
    let store: ObjectStore

    func create(_ resource: ResourcePath, _ request: APIRequest) async throws -> Answer {
        let representation = try Representation(request, kind: resource.kind)
        let body = try request.decodedBody(for: resource.kind)
        let (options, isDryRun) = (try request.writeOptions(resource), try request.isDryRun())
        return try await write(representation, isDryRun, resource.kind) { transaction in
            try transaction.requireDefinition(resource.kind)
            try transaction.requireActiveNamespace(resource)
            return try transaction.create(resource, body, options)
        }
    }

    func update(_ resource: ResourcePath, name: String, _ request: APIRequest) async throws -> Answer {
        let representation = try Representation(request, kind: resource.kind)
        let body = try request.decodedBody(for: resource.kind)
        let (options, isDryRun) = (try request.writeOptions(resource), try request.isDryRun())
        let kind = resource.kind
        return try await write(representation, isDryRun, resource.kind) { transaction in
            guard let current = transaction.object(kind.storage, resource.key(name)) else {
                throw APIStatus.notFound(kind, name: name)
            }
            let admitted = try kind.update(
                body, current: kind.view(current), name: name, namespace: resource.namespace, options: options)
            return try transaction.store(admitted, resource)
        }
    }

    func patch(_ resource: ResourcePath, name: String, _ request: APIRequest) async throws -> Answer {
        let representation = try Representation(request, kind: resource.kind)
        let patch = try request.decodedPatch(for: resource.kind)
        let (options, isDryRun) = (try request.writeOptions(resource), try request.isDryRun())
        if case .apply = patch, request.query["fieldManager"]?.isEmpty ?? true { throw APIStatus.applyNeedsManager }
        let kind = resource.kind
        return try await write(representation, isDryRun, resource.kind) { transaction in
            let current = transaction.object(kind.storage, resource.key(name))
            let admitted = try kind.patch(
                patch, current: current.map(kind.view), name: name, namespace: resource.namespace,
                uid: ObjectUID.make(), options: options)
            if admitted.effect == .create {
                try transaction.requireDefinition(kind)
                try transaction.requireActiveNamespace(resource)
            }
            return try transaction.store(admitted, resource)
        }
    }

    private func write(
        _ representation: Representation, _ isDryRun: Bool, _ kind: KindDescriptor,
        _ decide: @escaping @Sendable (inout WriteTransaction) throws -> WriteOutcome
    ) async throws -> Answer {
        let outcome = try await store.write { transaction in
            var attempt = transaction
            var outcome = try decide(&attempt)
            if isDryRun {
                let current = transaction.object(representation.kind.storage, outcome.object.key)
                outcome.object = outcome.object.unstored(current: current)
            } else {
                transaction = attempt
            }
            return outcome
        }
        var answer = Answer(
            status: outcome.isNew ? 201 : 200, body: .whole(representation.text(outcome.object) + Data("\n".utf8)))
        answer.warnings = outcome.warnings
        return answer
    }
}

/// What came of a write.
struct WriteOutcome: Sendable {
    var object: StoredObject
    var warnings: [String] = []
    var isNew = false
}

// MARK: - In a transaction

extension WriteTransaction {
    /// Objects are only made in a namespace that is there, and not on its way out.
    func requireActiveNamespace(_ resource: ResourcePath) throws(APIStatus) {
        guard let namespace = resource.namespace else { return }
        let kind = KindDescriptor.namespaces
        guard let object = object(kind.storage, ObjectKey(namespace: "", name: namespace)) else {
            throw .notFound(kind, name: namespace)
        }
        guard object.value["metadata"]?["deletionTimestamp"] == nil else {
            throw .namespaceTerminating(resource, namespace)
        }
    }

    mutating func create(
        _ resource: ResourcePath, _ body: JSONValue, _ options: WriteOptions
    ) throws -> WriteOutcome {
        let isGenerated = body["metadata"]?["name"]?.string?.isEmpty ?? true
        // A generated name may be taken; Kubernetes, too, tries eight times.
        var attempts = isGenerated ? 8 : 1
        while true {
            let admitted = try resource.kind.create(
                body, namespace: resource.namespace, uid: ObjectUID.make(),
                generateSuffix: Self.randomSuffix(), options: options)
            attempts -= 1
            let name = admitted.object["metadata"]?["name"]?.string ?? ""
            if attempts > 0, object(resource.kind.storage, resource.key(name)) != nil { continue }
            return try store(admitted, resource)
        }
    }

    /// Does what an admitted write asks for.
    mutating func store(_ admitted: Admitted, _ resource: ResourcePath) throws(APIStatus) -> WriteOutcome {
        if resource.kind.storage == KindDescriptor.customResourceDefinitions.storage {
            return try storeDefinition(admitted)
        }
        return try storeObject(admitted, resource)
    }

    mutating func storeObject(_ admitted: Admitted, _ resource: ResourcePath) throws(APIStatus) -> WriteOutcome {
        let (kind, name) = (resource.kind, admitted.object["metadata"]?["name"]?.string ?? "")
        let key = resource.key(name)
        let current = object(kind.storage, key)
        let value = kind.stored(admitted.object)
        guard !value.isNested(deeperThan: StoredObject.maximumDepth) else { throw .nestedTooDeeply(kind, name) }
        switch admitted.effect {
        case .create:
            guard current == nil else { throw .alreadyExists(kind, name: name) }
            try kind.check(admitted.object, beside: others(kind))
            let object = put(kind.storage, key, try allocated(value, for: key, of: kind))
            return WriteOutcome(object: object, warnings: admitted.warnings, isNew: true)
        case .replace:
            try kind.check(admitted.object, beside: others(kind))
            let object = put(kind.storage, key, try allocated(value, for: key, of: kind))
            return WriteOutcome(object: object, warnings: admitted.warnings)
        case .nothing:
            guard let current else { throw .notFound(kind, name: name) }
            return WriteOutcome(object: current, warnings: admitted.warnings)
        case .remove:
            guard let current else { throw .notFound(kind, name: name) }
            if kind.storage == KindDescriptor.namespaces.storage {
                // What is in it may still hold it.
                let object = put(kind.storage, key, value)
                finishNamespace(name)
                return WriteOutcome(object: object, warnings: admitted.warnings)
            }
            let last = StoredObject(
                key: key, value: value, resourceVersion: current.resourceVersion, writtenAt: current.writtenAt)
            delete(kind.storage, key, last: value)
            finishNamespace(key.namespace)
            finishDefinition(of: kind)
            return WriteOutcome(object: last, warnings: admitted.warnings)
        }
    }

    /// An object with what it is to have and no other of its kind may.
    private func allocated(
        _ value: JSONValue, for key: ObjectKey, of kind: KindDescriptor
    ) throws(APIStatus) -> JSONValue {
        guard kind.rules.needsAllocation(value, old: object(kind.storage, key)?.value) else { return value }
        var value = value
        let others = objects(kind.storage).filter { $0.key != key }.map(\.value)
        try kind.rules.allocate(&value, others: others, chance: .random(in: 0...UInt32.max))
        return value
    }

    private func others(_ kind: KindDescriptor) -> [JSONValue] {
        // Only small, cluster-wide sets are compared with each other; to gather thousands of Services would be a waste.
        kind.isNamespaced ? [] : objects(kind.storage).map(\.value)
    }

    /// Kubernetes' alphabet for generated names: no vowels, so that no words come out of it.
    private static func randomSuffix() -> String {
        let alphabet = Array("bcdfghjklmnpqrstvwxz2456789")
        return String((0..<5).compactMap { _ in alphabet.randomElement() })
    }
}

extension APIStatus {
    fileprivate static let applyNeedsManager = APIStatus.invalid(
        group: "meta.k8s.io", kind: "PatchOptions", name: "",
        [
            FieldError(
                field: "fieldManager", reason: "FieldValueRequired",
                detail: "Required value: is required for apply patch")
        ])

    fileprivate static func namespaceTerminating(_ resource: ResourcePath, _ namespace: String) -> APIStatus {
        let kind = resource.kind
        let qualified = kind.group.isEmpty ? kind.plural : "\(kind.plural).\(kind.group)"
        let sentence = "unable to create new content in namespace \(namespace) because it is being terminated"
        return APIStatus(
            code: 403, reason: "Forbidden", message: "\(qualified) is forbidden: \(sentence)",
            details: [
                "kind": .string(kind.plural), "group": .string(kind.group),
                "causes": [
                    [
                        "reason": "NamespaceTerminating", "message": "namespace \(namespace) is being terminated",
                        "field": "metadata.namespace",
                    ]
                ],
            ])
    }
}

extension APIStatus {
    fileprivate static func nestedTooDeeply(_ kind: KindDescriptor, _ name: String) -> APIStatus {
        .badRequest(
            "\(kind.kind) \"\(name)\" cannot be stored: with the record of who manages its fields it is nested deeper than "
                + "\(StoredObject.maximumDepth) levels; make it flatter.")
    }
}
