package import FairwayJSON

/// Everything that tells one kind of object from another. The server has one store and one set of handlers for all
/// kinds; a kind is a row in the table `KindDescriptor.all`.
package struct KindDescriptor: Sendable {
    /// The API group; empty for the core group.
    package var group: String
    package var version: String
    package var kind: String
    /// The name in URLs: `services`.
    package var plural: String
    package var singular: String
    package var shortNames: [String] = []
    package var categories: [String] = []
    package var isNamespaced: Bool
    /// Whether there is a `status` subresource.
    package var hasStatus: Bool
    /// Where objects of this kind are stored: kinds that share a value are views of the same objects
    /// (`events` of the core group and of `events.k8s.io`), converted from and to the first of them by `conversion`.
    package var storage: String
    package var conversion: Conversion?
    /// What `metadata.name` and `metadata.generateName` may look like.
    package var nameRule: NameRule
    /// The object itself: `apiVersion`, `kind`, `metadata` and what the kind adds.
    package var schema: ObjectSchema
    package var columns: [TableColumn]
    /// The fields a field selector may name, beside `metadata.name` and `metadata.namespace`, and how to read them.
    package var selectableFields: [String: @Sendable (JSONValue) -> String] = [:]
    package var rules: any KindRules
    /// Fields of `spec` that the server gives where a client leaves them out: nobody owns them then.
    package var allocatedFields: [String] = []

    /// What objects say in `apiVersion`: `v1`, `discovery.k8s.io/v1`.
    package var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
}

/// How one version of a kind becomes the stored one, and back.
package struct Conversion: Sendable {
    package var toStored: @Sendable (JSONValue) -> JSONValue
    package var fromStored: @Sendable (JSONValue) -> JSONValue
}

/// A column of `kubectl get`.
package struct TableColumn: Sendable {
    package var name: String
    package var type: String
    package var format: String
    package var description: String
    /// 0: always shown; 1: with `-o wide`.
    package var priority: Int
    /// The cell for an object. `now` is in seconds since 1970, for ages.
    package var cell: @Sendable (_ object: JSONValue, _ now: Int64) -> JSONValue
}
