package import FairwayJSON

/// The shape of a value in a Kubernetes object: what OpenAPI v3 says of it, with Kubernetes' extensions that tell how
/// lists and maps are merged (`x-kubernetes-list-type`, `-list-map-keys`, `-map-type`, `-patch-strategy`).
package indirect enum Schema: Sendable {
    case string(format: String? = nil, oneOf: [String] = [])
    case integer(format: String = "int32")
    case number
    case boolean
    /// A port by number or name, a count or a percentage.
    case integerOrString
    /// A time of RFC 3339; `micro` has six digits behind the seconds.
    case time(micro: Bool = false)
    /// An object with known fields.
    case object(ObjectSchema)
    /// An object whose fields may hold objects of its own shape; where it is `orOther`, anything else may stand for it.
    case recursive(@Sendable () -> ObjectSchema, orOther: Bool = false)
    /// An object with free names and values of one shape; an atomic one has one owner as a whole.
    case map(Schema, atomic: Bool = false)
    case list(Schema, ListType = .atomic, patchMergeKey: String? = nil)
    /// Anything at all (`x-kubernetes-preserve-unknown-fields`).
    case any
}

/// How a list is merged, and who can own what in it.
package enum ListType: Hashable, Sendable {
    /// Replaced and owned as a whole.
    case atomic
    /// Scalars, each at most once, each with its owners.
    case set
    /// Objects told apart by these fields.
    case map(keys: [String])
}

/// An object with known fields.
package struct ObjectSchema: Sendable {
    /// The name in OpenAPI's `components.schemas`, such as `io.k8s.api.core.v1.ServiceSpec`; `nil`: written inline.
    package var name: String?
    package var description: String
    package var fields: [FieldSchema]
    /// Owned as a whole (`x-kubernetes-map-type: atomic`), like a selector or a reference.
    package var atomic: Bool
    /// Fields that are not among the known ones are kept (`x-kubernetes-preserve-unknown-fields`).
    package var keepsUnknown = false

    package init(_ name: String?, _ description: String, atomic: Bool = false, fields: [FieldSchema]) {
        self.name = name
        self.description = description
        self.fields = fields
        self.atomic = atomic
    }

    package subscript(field: String) -> FieldSchema? { fields.first { $0.name == field } }
}

/// A field of an object.
package struct FieldSchema: Sendable {
    package var name: String
    package var schema: Schema
    package var description: String
    package var required: Bool
    /// Filled in where the field is absent.
    package var defaultValue: JSONValue?
    /// Null is a value of its own, and not the same as absent.
    package var isNullable = false

    package init(
        _ name: String, _ schema: Schema, required: Bool = false, default defaultValue: JSONValue? = nil,
        _ description: String
    ) {
        self.name = name
        self.schema = schema
        self.required = required
        self.defaultValue = defaultValue
        self.description = description
    }
}
