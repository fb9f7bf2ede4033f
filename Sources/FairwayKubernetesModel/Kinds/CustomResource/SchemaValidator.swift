import FairwayJSON

/// Holds a value to the schema of a CustomResourceDefinition, in the words of the real server (kube-openapi's
/// `validate`, and apiextensions' `ValidateCustomResource`).
struct SchemaValidator {
    private(set) var errors: [FieldError] = []
    let patterns: PatternCache

    init(patterns: PatternCache = PatternCache()) { self.patterns = patterns }

    mutating func validate(_ value: JSONValue, _ schema: JSONValue, at path: String) {
        if value.isNull && schema["nullable"] == true { return }
        guard checkType(value, schema, at: path) else { return }
        checkEnumeration(value, schema, at: path)
        switch value {
        case .integer(let number): checkNumber(Double(number), value, schema, at: path)
        case .number(let number): checkNumber(number, value, schema, at: path)
        case .string(let text): checkText(text, schema, at: path)
        case .array(let elements): checkList(elements, schema, at: path)
        case .object(let members): checkObject(members, schema, at: path)
        default: break
        }
        checkCombinations(value, schema, at: path)
    }

    mutating func report(_ error: FieldError) { errors.append(error) }

    /// Something that is wrong with the value at a path: `spec.x in body should …`.
    mutating func report(_ path: String, _ value: JSONValue, _ words: String) {
        errors.append(.invalid(path, value, "\(path) in body \(words)"))
    }

    mutating func merge(_ other: SchemaValidator) { errors += other.errors }

    private mutating func checkType(_ value: JSONValue, _ schema: JSONValue, at path: String) -> Bool {
        let types =
            schema["x-kubernetes-int-or-string"] == true
            ? ["integer", "string"] : schema["type"]?.string.map { [$0] } ?? []
        guard !types.isEmpty, !types.contains(where: value.isOfType) else { return true }
        errors.append(
            .wrongType(path, .string(value.schemaType), types.joined(separator: ","), shown: value.schemaType))
        return false
    }

    private mutating func checkEnumeration(_ value: JSONValue, _ schema: JSONValue, at path: String) {
        guard let values = schema["enum"]?.array, !values.isEmpty, !values.contains(value) else { return }
        errors.append(.notSupported(path, value, inOrder: values.map { $0.string ?? $0.compactText }))
    }

    private mutating func checkList(_ elements: [JSONValue], _ schema: JSONValue, at path: String) {
        if let least = schema["minItems"]?.integer, elements.count < least {
            report(path, .integer(Int64(elements.count)), "should have at least \(least) items")
        }
        if let most = schema["maxItems"]?.integer, elements.count > most {
            errors.append(.tooMany(path, elements.count, limit: Int(most)))
        }
        if let items = schema["items"], items.object != nil {
            for (index, element) in elements.enumerated() { validate(element, items, at: "\(path)[\(index)]") }
        }
        checkDuplicates(elements, schema, at: path)
    }

    private mutating func checkDuplicates(_ elements: [JSONValue], _ schema: JSONValue, at path: String) {
        var seen: Set<JSONValue> = []
        for (index, element) in elements.enumerated() {
            let key: JSONValue
            switch schema.text("x-kubernetes-list-type") {
            case "set": key = element
            case "map":
                let names = schema.list("x-kubernetes-list-map-keys").compactMap(\.string)
                key = .object((element.object ?? [:]).filter { names.contains($0.key) })
            default: return
            }
            if !seen.insert(key).inserted { errors.append(.duplicate("\(path)[\(index)]", key)) }
        }
    }

    private mutating func checkObject(_ members: [String: JSONValue], _ schema: JSONValue, at path: String) {
        if let least = schema["minProperties"]?.integer, members.count < least {
            report(path, .integer(Int64(members.count)), "should have at least \(least) properties")
        }
        if let most = schema["maxProperties"]?.integer, members.count > most {
            errors.append(.tooMany(path, members.count, limit: Int(most)))
        }
        let prefix = path.isEmpty ? "" : "\(path)."
        for name in schema.list("required").compactMap(\.string) where members[name] == nil {
            errors.append(.required(prefix + name))
        }
        let properties = schema["properties"]?.object ?? [:]
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            if let property = properties[name] {
                validate(value, property, at: prefix + name)
            } else if let values = schema["additionalProperties"], values.object != nil {
                validate(value, values, at: prefix + name)
            }
        }
    }
}

extension JSONValue {
    /// What JSON Schema calls the type of this value.
    fileprivate var schemaType: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    fileprivate func isOfType(_ type: String) -> Bool {
        switch self {
        case .integer: type == "integer" || type == "number"
        case .number(let number): type == "number" || type == "integer" && number.rounded() == number
        default: type == schemaType
        }
    }
}

extension FieldError {
    /// A value of a wrong type or format.
    static func wrongType(_ field: String, _ value: JSONValue, _ wanted: String, shown: String) -> FieldError {
        var error = invalid(field, value, "\(field) in body must be of type \(wanted): \(quoted(shown))")
        error.reason = "FieldValueTypeInvalid"
        return error
    }
}
