import FairwayJSON

/// The schemas of a document, by name.
struct OpenAPIComponents {
    private(set) var schemas: [String: JSONValue] = [:]

    private static let prefix = "#/components/schemas/"

    static func reference(_ name: String) -> JSONValue { ["$ref": .string(prefix + name)] }

    init() {
        for schema in [ObjectSchema.deleteOptions, .status] { add(schema) }
        schemas[Self.patch] = ["type": "object", "description": "A patch."]
    }

    static let patch = "io.k8s.apimachinery.pkg.apis.meta.v1.Patch"
    private static let time = "io.k8s.apimachinery.pkg.apis.meta.v1.Time"
    private static let microTime = "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime"
    private static let integerOrString = "io.k8s.apimachinery.pkg.util.intstr.IntOrString"

    /// Adds a kind, its list, and all that they are made of.
    mutating func add(_ kind: KindDescriptor) {
        guard let name = kind.schema.name else { return }
        add(kind.schema)
        if let published = kind.publishedSchema { schemas[name] = self.published(published) }
        schemas[name]?["x-kubernetes-group-version-kind"] = [kind.groupVersionKind]
        add(.list(of: kind))
        schemas["\(name)List"]?["x-kubernetes-group-version-kind"] = [kind.groupVersionKind("\(kind.kind)List")]
    }

    /// The schema that a CustomResourceDefinition gives, and what every object has.
    private mutating func published(_ schema: JSONValue) -> JSONValue {
        var (json, everywhere) = (schema, schema["properties"] ?? [:])
        for field in ObjectSchema.kind("", "", fields: []).fields { everywhere[field.name] = property(field) }
        json["properties"] = everywhere
        return json
    }

    /// Adds an object's schema where it has a name, and those it refers to.
    private mutating func add(_ schema: ObjectSchema) {
        guard let name = schema.name, schemas[name] == nil else { return }
        schemas[name] = [:]
        schemas[name] = inline(schema)
    }

    private mutating func inline(_ schema: ObjectSchema) -> JSONValue {
        var json: JSONValue = ["type": "object", "description": .string(schema.description)]
        if !schema.fields.isEmpty {
            var properties: [String: JSONValue] = [:]
            for field in schema.fields { properties[field.name] = property(field) }
            json["properties"] = .object(properties)
        }
        let required = schema.fields.filter(\.required).map { JSONValue.string($0.name) }
        if !required.isEmpty { json["required"] = .array(required) }
        if schema.atomic && !schema.fields.isEmpty { json["x-kubernetes-map-type"] = "atomic" }
        return json
    }

    private mutating func property(_ field: FieldSchema) -> JSONValue {
        var json = value(field.schema)
        // A reference cannot have anything beside it.
        if json["$ref"] != nil { json = ["allOf": [json]] }
        json["description"] = .string(field.description)
        // What Go writes for an absent value is no default that a client should know of.
        if let value = field.defaultValue, !value.isNull, value != [] { json["default"] = value }
        // The one list of scalars that strategic merge patches add to.
        if field.name == "finalizers" { json["x-kubernetes-patch-strategy"] = "merge" }
        return json
    }

    private mutating func value(_ schema: Schema) -> JSONValue {
        switch schema {
        case .string(let format, let oneOf):
            var json: JSONValue = ["type": "string"]
            json["format"] = format.map(JSONValue.string)
            if !oneOf.isEmpty { json["enum"] = .array(oneOf.map(JSONValue.string)) }
            return json
        case .integer(let format): return ["type": "integer", "format": .string(format)]
        case .number: return ["type": "number", "format": "double"]
        case .boolean: return ["type": "boolean"]
        case .integerOrString:
            return named(
                Self.integerOrString, ["format": "int-or-string", "oneOf": [["type": "integer"], ["type": "string"]]])
        case .time(let micro):
            return named(micro ? Self.microTime : Self.time, ["type": "string", "format": "date-time"])
        case .object(let schema): return object(schema)
        case .recursive(let schema, _): return object(schema())
        case .map(let schema, let atomic):
            var json: JSONValue = ["type": "object", "additionalProperties": value(schema)]
            if atomic { json["x-kubernetes-map-type"] = "atomic" }
            return json
        case .list(let schema, let type, let key): return list(schema, type, key)
        case .any: return ["type": "object", "x-kubernetes-preserve-unknown-fields": true]
        }
    }

    private mutating func named(_ name: String, _ schema: JSONValue) -> JSONValue {
        schemas[name] = schema
        return Self.reference(name)
    }

    private mutating func object(_ schema: ObjectSchema) -> JSONValue {
        guard let name = schema.name else { return inline(schema) }
        add(schema)
        return Self.reference(name)
    }

    private mutating func list(_ element: Schema, _ type: ListType, _ key: String?) -> JSONValue {
        var json: JSONValue = ["type": "array", "items": value(element)]
        switch type {
        case .atomic: json["x-kubernetes-list-type"] = "atomic"
        case .set: json["x-kubernetes-list-type"] = "set"
        case .map(let keys):
            json["x-kubernetes-list-type"] = "map"
            json["x-kubernetes-list-map-keys"] = .array(keys.map(JSONValue.string))
        }
        if let key {
            json["x-kubernetes-patch-merge-key"] = .string(key)
            json["x-kubernetes-patch-strategy"] = "merge"
        }
        return json
    }
}
