import FairwayJSON

extension ObjectSchema {
    /// The shape of the objects of a custom kind: what its schema says, and what every object has.
    init(structural json: JSONValue, name: String) {
        self.init(fields: json, name: name)
        let everywhere = ObjectSchema.kind(name, description, fields: []).fields
        fields = everywhere + fields.filter { field in !everywhere.contains { $0.name == field.name } }
    }

    private init(fields json: JSONValue, name: String? = nil) {
        let required = Set(json.list("required").compactMap(\.string))
        self.init(
            name, json.text("description"), atomic: json["x-kubernetes-map-type"] == "atomic",
            fields: (json["properties"]?.object ?? [:]).sorted { $0.key < $1.key }.map { name, property in
                var field = FieldSchema(
                    name, Schema(structural: property), required: required.contains(name),
                    default: property["default"], property.text("description"))
                field.isNullable = property["nullable"] == true
                return field
            })
        keepsUnknown = json["x-kubernetes-preserve-unknown-fields"] == true
    }

    fileprivate init(object json: JSONValue) {
        if json["x-kubernetes-embedded-resource"] == true {
            self.init(structural: json, name: "")
            name = nil
        } else {
            self.init(fields: json)
        }
    }
}

extension Schema {
    /// The shape that the schema of a CustomResourceDefinition gives a value: what decides on pruning, on defaults and
    /// on who owns what. What else it asks for is `SchemaValidator`'s.
    init(structural json: JSONValue) {
        if json["x-kubernetes-int-or-string"] == true {
            self = .integerOrString
            return
        }
        switch json.text("type") {
        case "object": self = Self.object(json)
        case "array":
            self = .list(Schema(structural: json["items"] ?? [:]), Self.listType(json))
        case "string": self = .string(format: json["format"]?.string)
        case "integer": self = .integer(format: json["format"]?.string ?? "int64")
        case "number": self = .number
        case "boolean": self = .boolean
        default: self = .any
        }
    }

    private static func object(_ json: JSONValue) -> Schema {
        let isAtomic = json["x-kubernetes-map-type"] == "atomic"
        switch json["additionalProperties"] {
        case .object(let values)?: return .map(Schema(structural: .object(values)), atomic: isAtomic)
        case true: return .map(.any, atomic: isAtomic)
        default:
            let schema = ObjectSchema(object: json)
            return schema.fields.isEmpty && schema.keepsUnknown ? .any : .object(schema)
        }
    }

    private static func listType(_ json: JSONValue) -> ListType {
        switch json.text("x-kubernetes-list-type") {
        case "set": .set
        case "map": .map(keys: json.list("x-kubernetes-list-map-keys").compactMap(\.string))
        default: .atomic
        }
    }
}
