/// What every Kubernetes object says of itself (`meta/v1` ObjectMeta), as far as clients read it.
///
/// Times are RFC 3339 in UTC with whole seconds, so their texts sort as the times do.
package struct ObjectMeta: Codable, Hashable, Sendable {
    package var name: String?
    package var generateName: String?
    package var namespace: String?
    /// Given by the server; tells this object from a later one of the same name.
    package var uid: String?
    /// Opaque: to be compared for equality and sent back, never ordered.
    package var resourceVersion: String?
    /// Grows with every change of the spec.
    package var generation: Int64?
    package var creationTimestamp: String?
    /// Set once deletion was asked for; the object goes when its finalizers are gone.
    package var deletionTimestamp: String?
    @EmptyIfAbsent package var labels: [String: String]
    @EmptyIfAbsent package var annotations: [String: String]
    @EmptyIfAbsent package var finalizers: [String]
    @EmptyIfAbsent package var ownerReferences: [OwnerReference]

    package init(
        name: String? = nil, namespace: String? = nil, uid: String? = nil, resourceVersion: String? = nil,
        generation: Int64? = nil, creationTimestamp: String? = nil, deletionTimestamp: String? = nil,
        labels: [String: String] = [:], annotations: [String: String] = [:], finalizers: [String] = [],
        ownerReferences: [OwnerReference] = []
    ) {
        self.name = name
        self.namespace = namespace
        self.uid = uid
        self.resourceVersion = resourceVersion
        self.generation = generation
        self.creationTimestamp = creationTimestamp
        self.deletionTimestamp = deletionTimestamp
        self.labels = labels
        self.annotations = annotations
        self.finalizers = finalizers
        self.ownerReferences = ownerReferences
    }
}

/// An object that owns another one, which is garbage once its owners are gone.
package struct OwnerReference: Codable, Hashable, Sendable {
    package var apiVersion: String
    package var kind: String
    package var name: String
    package var uid: String
    package var controller: Bool?
    package var blockOwnerDeletion: Bool?

    package init(
        apiVersion: String, kind: String, name: String, uid: String, controller: Bool? = nil,
        blockOwnerDeletion: Bool? = nil
    ) {
        self.apiVersion = apiVersion
        self.kind = kind
        self.name = name
        self.uid = uid
        self.controller = controller
        self.blockOwnerDeletion = blockOwnerDeletion
    }
}
