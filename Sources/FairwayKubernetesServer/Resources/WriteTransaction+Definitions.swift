import FairwayJSON
import FairwayKubernetesModel

/// What is particular about writing CustomResourceDefinitions: their names are settled between all of a group, and with
/// a definition go its objects.
extension WriteTransaction {
    private static let cleanupFinalizer = JSONValue.string("customresourcecleanup.apiextensions.k8s.io")
    private static let definitionStorage = KindDescriptor.customResourceDefinitions.storage

    private static func key(_ name: String) -> ObjectKey { ObjectKey(namespace: "", name: name) }

    private func definitions(of group: String) -> [CustomResourceDefinition] {
        objects(Self.definitionStorage).map { CustomResourceDefinition($0.value) }.filter { $0.group == group }
    }

    /// Objects are only made while their kind is defined, and not on its way out.
    func requireDefinition(_ kind: KindDescriptor) throws(APIStatus) {
        guard kind.publishedSchema != nil else { return }
        let name = "\(kind.plural).\(kind.group)"
        guard let definition = object(Self.definitionStorage, Self.key(name)) else { throw .noSuchResource }
        guard !CustomResourceDefinition(definition.value).isTerminating else {
            throw APIStatus(
                code: 405, reason: "MethodNotAllowed",
                message: "create not allowed while custom resource definition is terminating", details: [:])
        }
    }

    /// Stores a definition with its names settled.
    mutating func storeDefinition(_ admitted: Admitted) throws(APIStatus) -> WriteOutcome {
        let resource = ResourcePath(kind: .customResourceDefinitions)
        var definition = CustomResourceDefinition(admitted.object)
        var admitted = admitted
        try requireOwnSpec(definition)
        if admitted.effect == .create || admitted.effect == .replace {
            definition = definition.settled(beside: definitions(of: definition.group), now: APIRequest.now())
            admitted.object = definition.object
            admitted.warnings += definition.warnings
        }
        let outcome = try storeObject(admitted, resource)
        if admitted.effect != .nothing { settleOthers(definition) }
        return outcome
    }

    /// What Fairway's own kinds are is not for clients to say.
    private func requireOwnSpec(_ definition: CustomResourceDefinition) throws(APIStatus) {
        let current = object(Self.definitionStorage, Self.key(definition.name))
        guard definition.isFairways, let current, current.value["spec"] != definition.object["spec"] else { return }
        throw .ownDefinition(
            definition.name, "it is part of this version of Fairway and cannot be changed; run the version it is from")
    }

    /// Stores Fairway's own definitions, as this version has them.
    mutating func putFairwaysDefinitions() throws(APIStatus) {
        let kind = KindDescriptor.customResourceDefinitions
        let options = WriteOptions(fieldManager: "fairway", now: APIRequest.now())
        for body in CustomResourceDefinition.fairway {
            let new = try kind.create(
                body, namespace: nil, uid: ObjectUID.make(), generateSuffix: "", options: options)
            let name = CustomResourceDefinition(new.object).name
            guard let current = object(Self.definitionStorage, Self.key(name)) else {
                putSettled(new.object)
                continue
            }
            if current.value["spec"] != new.object["spec"] {
                let changed = try kind.update(
                    body, current: current.value, name: name, namespace: nil, options: options)
                putSettled(changed.object)
            }
        }
    }

    private mutating func putSettled(_ object: JSONValue) {
        let definition = CustomResourceDefinition(object)
        let settled = definition.settled(beside: definitions(of: definition.group), now: APIRequest.now())
        _ = put(Self.definitionStorage, Self.key(definition.name), settled.object)
    }

    /// Names that a definition has given up may be another's now.
    private mutating func settleOthers(_ changed: CustomResourceDefinition) {
        let now = APIRequest.now()
        for definition in definitions(of: changed.group) where definition.name != changed.name {
            let settled = definition.settled(beside: definitions(of: changed.group), now: now)
            if settled.object != definition.object {
                _ = put(Self.definitionStorage, Self.key(definition.name), settled.object)
            }
        }
    }

    /// Deletes a definition's objects, and the definition once none of them is left.
    mutating func deleteDefinition(
        _ current: StoredObject, _ deletion: Deletion, now: String
    ) throws(APIStatus) -> StoredObject {
        guard deletion != .nothing else { return current }
        guard !CustomResourceDefinition(current.value).isFairways else {
            throw .ownDefinition(current.key.name, "Fairway keeps its own state in objects of this kind")
        }
        var marked = CustomResourceDefinition(current.value).terminating(now: now).object
        if marked["metadata"]?["deletionTimestamp"] == nil {
            marked["metadata", default: [:]]["deletionTimestamp"] = .string(now)
        }
        let finalizers = marked["metadata"]?["finalizers"]?.array ?? []
        marked["metadata", default: [:]]["finalizers"] = .array(finalizers + [Self.cleanupFinalizer])
        let object = put(Self.definitionStorage, current.key, marked)
        guard let kind = CustomResourceDefinition(current.value).kinds().first else {
            finishDefinition(current.key.name, storage: current.key.name)
            return object
        }
        for content in objects(kind.storage) {
            switch try kind.delete(current: content.value, options: nil, now: now) {
            case .nothing: break
            case .mark(let value): _ = put(kind.storage, content.key, value)
            case .remove:
                delete(kind.storage, content.key)
                finishNamespace(content.key.namespace)
            }
        }
        finishDefinition(of: kind)
        return object
    }

    /// Removes a definition that is being deleted once nothing is left that holds it.
    mutating func finishDefinition(of kind: KindDescriptor) {
        guard kind.publishedSchema != nil else { return }
        finishDefinition("\(kind.plural).\(kind.group)", storage: kind.storage)
    }

    private mutating func finishDefinition(_ name: String, storage: String) {
        guard let current = object(Self.definitionStorage, Self.key(name)),
            CustomResourceDefinition(current.value).isTerminating, objects(storage).isEmpty
        else { return }
        let others = (current.value["metadata"]?["finalizers"]?.array ?? []).filter { $0 != Self.cleanupFinalizer }
        var last = current.value
        last["metadata", default: [:]]["finalizers"] = others.isEmpty ? nil : .array(others)
        if others.isEmpty {
            delete(Self.definitionStorage, current.key, last: last)
            settleOthers(CustomResourceDefinition(current.value))
        } else if last != current.value {
            _ = put(Self.definitionStorage, current.key, last)
        }
    }
}

extension APIStatus {
    fileprivate static func ownDefinition(_ name: String, _ reason: String) -> APIStatus {
        let kind = KindDescriptor.customResourceDefinitions
        return APIStatus(
            code: 403, reason: "Forbidden",
            message: "\(kind.plural).\(kind.group) \"\(name)\" is forbidden: \(reason)",
            details: ["name": .string(name), "group": .string(kind.group), "kind": .string(kind.plural)])
    }
}
