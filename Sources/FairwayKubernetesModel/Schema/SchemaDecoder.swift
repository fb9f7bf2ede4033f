import FairwayJSON

/// Reads a client's object by its schema, as the API server's JSON decoder does: what the schema does not know is
/// dropped and remembered, null is the same as absent, and a value of the wrong type is an error.
struct SchemaDecoder {
    /// The paths of fields that the schema does not know, in the order of their names.
    private(set) var unknownFields: [String] = []
    /// The first value of a wrong type, in the words of Go's JSON decoder.
    private(set) var mismatch: String?
    /// As objects of custom kinds are read: null and wrong types stay for the validation to find, but for those in the
    /// metadata.
    private var isStructural: Bool

    init(isStructural: Bool = false) {
        self.isStructural = isStructural
    }

    /// The object, with only what the schema knows.
    mutating func decode(_ object: JSONValue, as schema: ObjectSchema) -> JSONValue {
        decode(object, .object(schema), Place()) ?? .object([:])
    }

    /// Where a value is: for the words of errors.
    private struct Place {
        /// With indices: `spec.ports[0].port`.
        var path = ""
        /// Without: `spec.ports.port`.
        var names = ""
        /// The name of the innermost type with fields: `ServicePort`.
        var type = ""

        func member(_ name: String, of schema: ObjectSchema) -> Place {
            let type = schema.name?.split(separator: ".").last.map(String.init) ?? type
            return Place(
                path: path.isEmpty ? name : "\(path).\(name)", names: names.isEmpty ? name : "\(names).\(name)",
                type: type)
        }

        func entry(_ name: String) -> Place {
            Place(path: "\(path).\(name)", names: names, type: type)
        }

        func element(_ index: Int) -> Place { Place(path: "\(path)[\(index)]", names: names, type: type) }
    }

    private mutating func decode(_ value: JSONValue, _ schema: Schema, _ place: Place) -> JSONValue? {
        switch (schema, value) {
        case (_, .null): return isStructural ? .null : nil
        case (.object(let schema), _) where isStructural && schema.name == ObjectSchema.objectMeta.name:
            isStructural = false
            defer { isStructural = true }
            return decode(value, .object(schema), place)
        case (.recursive(let schema, _), .object(let members)): return decode(members, schema(), place)
        case (.recursive(_, orOther: true), _): return value
        case (.object(let schema), .object(let members)): return decode(members, schema, place)
        case (.map(let schema, _), .object(let members)): return decode(members, schema, place)
        case (.list(let schema, _, _), .array(let elements)): return decode(elements, schema, place)
        case (.time(let micro), .string(let text)):
            if RFC3339.seconds(text) == nil { report(Self.notATime(text, micro: micro)) }
        case (.integerOrString, .integer(let number)):
            if Int32(exactly: number) == nil { report(mismatched(value, schema, place)) }
        case (.integer(let format), .integer(let number)):
            if format == "int32" && Int32(exactly: number) == nil { report(mismatched(value, schema, place)) }
        case (.string("byte", _), .string(let text)) where !isStructural:
            return bytes(text)
        case (.any, _), (.string, .string), (.integerOrString, .string), (.boolean, .bool), (.number, .integer),
            (.number, .number):
            break
        default: report(mismatched(value, schema, place))
        }
        return value
    }

    /// Bytes in base64, as they are written: without breaks.
    private mutating func bytes(_ text: String) -> JSONValue {
        do {
            return .string(Base64.encode(try Base64.decode(text)))
        } catch {
            report(error.description)
            return .string(text)
        }
    }

    private mutating func decode(
        _ members: [String: JSONValue], _ schema: ObjectSchema, _ place: Place
    ) -> JSONValue? {
        guard !schema.fields.isEmpty || isStructural else { return .object(members) }
        var known: [String: JSONValue] = [:]
        for name in members.keys.sorted() {
            let place = place.member(name, of: schema)
            if let field = schema[name] {
                // Null asks for the default, where there is one.
                if members[name] == .null, field.defaultValue != nil, !field.isNullable { continue }
                known[name] = decode(members[name] ?? .null, field.schema, place)
            } else if schema.keepsUnknown {
                known[name] = members[name]
            } else {
                unknownFields.append(place.path)
            }
        }
        return .object(known)
    }

    /// Maps of free names leave out what is empty, as Kubernetes' `omitempty` does; null is kept as the empty text.
    private mutating func decode(
        _ members: [String: JSONValue], _ schema: Schema, _ place: Place
    ) -> JSONValue? {
        guard !members.isEmpty || isStructural else { return nil }
        var decoded: [String: JSONValue] = [:]
        for name in members.keys.sorted() {
            let value = members[name] ?? .null
            if case .string = schema, value.isNull, !isStructural {
                decoded[name] = ""
            } else {
                decoded[name] = decode(value, schema, place.entry(name))
            }
        }
        return .object(decoded)
    }

    private mutating func decode(_ elements: [JSONValue], _ schema: Schema, _ place: Place) -> JSONValue {
        var decoded: [JSONValue] = []
        for (index, element) in elements.enumerated() {
            decoded.append(decode(element, schema, place.element(index)) ?? schema.zero)
        }
        return .array(decoded)
    }
}

// MARK: - Words

extension SchemaDecoder {
    private mutating func report(_ problem: String) {
        if mismatch == nil && !isStructural { mismatch = problem }
    }

    private func mismatched(_ value: JSONValue, _ schema: Schema, _ place: Place) -> String {
        let found =
            switch value {
            case .integer(let number): "number \(number)"
            case .number(let number): "number \(number)"
            default: value.typeName
            }
        let isNumberForNumber: Bool =
            switch schema {
            case .integer, .integerOrString: true
            default: false
            }
        let subject = isNumberForNumber ? found : value.typeName
        guard !place.names.isEmpty else {
            return "json: cannot unmarshal \(subject) into Go value of type \(schema.goType)"
        }
        if case .integerOrString = schema {
            return "json: cannot unmarshal \(subject) into Go value of type int32"
        }
        return "json: cannot unmarshal \(subject) into Go struct field \(place.type).\(place.names) "
            + "of type \(schema.goType)"
    }

    private static func notATime(_ text: String, micro: Bool) -> String {
        let layout = micro ? "2006-01-02T15:04:05.000000Z07:00" : "2006-01-02T15:04:05Z07:00"
        let quoted = FieldError.quoted(text)
        return "parsing time \(quoted) as \"\(layout)\": cannot parse \(quoted) as \"2006\""
    }
}

extension Schema {
    /// What Go calls the type.
    fileprivate var goType: String {
        switch self {
        case .string: "string"
        case .integer(let format): format
        case .number: "float64"
        case .boolean: "bool"
        case .integerOrString: "intstr.IntOrString"
        case .time(let micro): micro ? "v1.MicroTime" : "v1.Time"
        case .object(let schema): schema.goType
        case .recursive(let schema, _): schema().goType
        case .map(let value, _): "map[string]\(value.goType)"
        case .list(let element, _, _): "[]\(element.goType)"
        case .any: "interface {}"
        }
    }

    /// What null stands for in a list of values of this type.
    fileprivate var zero: JSONValue {
        switch self {
        case .string, .time: ""
        case .integer, .integerOrString: 0
        case .number: 0
        case .boolean: false
        case .list: []
        case .object, .recursive, .map: [:]
        case .any: .null
        }
    }
}

extension ObjectSchema {
    /// `io.k8s.api.core.v1.ServicePort` is `v1.ServicePort`.
    fileprivate var goType: String {
        (name?.split(separator: ".").suffix(2).joined(separator: ".")) ?? "struct {}"
    }
}
