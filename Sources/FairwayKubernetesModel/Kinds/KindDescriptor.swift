package import FairwayJSON

/// Everything that tells one kind of object from another. The server has one store and one set of handlers for all
/// kinds; a kind is a row in a `KindRegistry`.
package struct KindDescriptor: Sendable {
    /// The API group; empty for the core group.
    package var group: String
    /// The version of the group: `v1`.
    package var version: String
    /// What objects say in `kind`.
    package var kind: String
    /// The name in URLs: `services`.
    package var plural: String
    /// The name for one of them: `service`.
    package var singular: String
    /// What kubectl takes for the name as well: `svc`.
    package var shortNames: [String] = []
    /// Groups of kinds that kubectl takes for names: `all`.
    package var categories: [String] = []
    /// Whether objects are in namespaces.
    package var isNamespaced: Bool
    /// Whether there is a `status` subresource.
    package var hasStatus: Bool
    /// Whether a new object keeps the status it comes with.
    package var isCreatedWithStatus = false
    /// Where objects of this kind are stored: kinds that share a value are views of the same objects
    /// (`events` of the core group and of `events.k8s.io`), converted from and to the first of them by `conversion`.
    package var storage: String
    /// Between this version and the stored one; `nil`: this is the stored one.
    package var conversion: Conversion?
    /// What `metadata.name` and `metadata.generateName` may look like.
    package var nameRule: NameRule
    /// The object itself: `apiVersion`, `kind`, `metadata` and what the kind adds.
    package var schema: ObjectSchema
    /// Whether a cluster knows the kind by a CustomResourceDefinition, and it is not one of Kubernetes' own.
    package var isCustom = false
    /// The schema of the definition, as clients are told of it; `nil`: it follows from `schema`.
    package var publishedSchema: JSONValue?
    /// What `kubectl get` prints.
    package var columns: [TableColumn]
    /// The fields a field selector may name, beside `metadata.name` and `metadata.namespace`, and how to read them.
    package var selectableFields: [String: @Sendable (JSONValue) -> String] = [:]
    /// What is filled in and refused.
    package var rules: any KindRules
    /// What clients that use this version are warned of; `nil`: it may be used.
    package var deprecation: String?
    /// Fields of `spec` that the server gives where a client leaves them out: nobody owns them then.
    package var allocatedFields: [String] = []

    /// What objects say in `apiVersion`: `v1`, `discovery.k8s.io/v1`.
    package var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
}

/// How one version of a kind becomes the stored one, and back.
package struct Conversion: Sendable {
    /// An object of this version as it is stored.
    package var toStored: @Sendable (JSONValue) -> JSONValue
    /// A stored object in this version.
    package var fromStored: @Sendable (JSONValue) -> JSONValue
}

/// A column of `kubectl get`.
package struct TableColumn: Sendable {
    /// The heading; kubectl writes it in capitals.
    package var name: String
    /// `string`, `integer` or `boolean`.
    package var type: String
    /// `name` for the column that is the object's name, else empty.
    package var format: String
    /// What the cells tell, for people.
    package var description: String
    /// 0: always shown; 1: with `-o wide`.
    package var priority: Int
    /// The cell for an object. `now` is in seconds since 1970, for ages.
    package var cell: @Sendable (_ object: JSONValue, _ now: Int64) -> JSONValue
}
