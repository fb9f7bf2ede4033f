import FairwayJSON

/// Holds a schema to what makes it structural: what a value looks like is said once, outside of `allOf` and the like
/// (`apiserver/schema/validation.go` of apiextensions).
struct StructuralCheck {
    /// Where a schema stands.
    private enum Level {
        case root
        case item
        case field
    }

    private(set) var errors: [FieldError] = []

    mutating func check(_ schema: JSONValue, at path: String) {
        check(schema, .root, path)
        if errors.isEmpty { checkDefaults(schema, path) }
    }

    private static let forbidden = [
        "$ref", "definitions", "dependencies", "id", "patternProperties", "additionalItems",
    ]
    private static let combinations = ["allOf", "anyOf", "oneOf"]

    private mutating func check(_ schema: JSONValue, _ level: Level, _ path: String) {
        for name in Self.forbidden where schema[name] != nil {
            errors.append(.forbidden("\(path).\(name)", "\(name) is not supported"))
        }
        if schema["uniqueItems"] == true {
            errors.append(
                .forbidden(
                    "\(path).uniqueItems",
                    "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"))
        }
        checkType(schema, level, path)
        checkExtensions(schema, path)
        checkPattern(schema, path)
        checkParts(schema, level, path)
        checkCombinations(schema, schema, path, path)
    }

    private mutating func checkType(_ schema: JSONValue, _ level: Level, _ path: String) {
        let type = schema.text("type")
        let isFree =
            schema["x-kubernetes-int-or-string"] == true || schema["x-kubernetes-preserve-unknown-fields"] == true
        if type.isEmpty {
            let subject =
                level == .root ? "at the root" : "for specified \(level == .item ? "array items" : "object fields")"
            if !isFree { errors.append(.required("\(path).type", "must not be empty \(subject)")) }
        } else if !["object", "array", "string", "integer", "number", "boolean"].contains(type) {
            errors.append(
                .notSupported(
                    "\(path).type", .string(type), ["array", "boolean", "integer", "number", "object", "string"]))
        } else if level == .root && type != "object" {
            errors.append(.invalid("\(path).type", .string(type), "must be object at the root"))
        }
        if type == "array" && schema["items"]?.object == nil {
            errors.append(.required("\(path).items", "must be specified"))
        }
    }

    private mutating func checkPattern(_ schema: JSONValue, _ path: String) {
        guard let pattern = schema["pattern"]?.string else { return }
        do {
            _ = try Pattern(pattern)
        } catch {
            errors.append(
                .invalid("\(path).pattern", .string(pattern), "must be a valid regular expression, but isn't: \(error)")
            )
        }
    }

    private mutating func checkParts(_ schema: JSONValue, _ level: Level, _ path: String) {
        if let items = schema["items"], items.object != nil { check(items, .item, "\(path).items") }
        let properties = (schema["properties"]?.object ?? [:]).sorted { $0.key < $1.key }
        for (name, property) in properties {
            let place = "\(path).properties[\(name)]"
            if level == .root && ["metadata", "apiVersion", "kind"].contains(name) {
                checkIdentity(name, property, place)
            } else {
                check(property, .field, place)
            }
        }
        guard let values = schema["additionalProperties"] else { return }
        if level == .root {
            errors.append(.forbidden("\(path).additionalProperties", "must not be used at the root"))
        } else if !properties.isEmpty && values != true {
            errors.append(
                .forbidden(
                    "\(path).additionalProperties", "additionalProperties and properties are mutual exclusive"))
        }
        if values.object != nil { check(values, .field, "\(path).additionalProperties") }
    }

    /// What every object has may be restricted only in its name.
    private mutating func checkIdentity(_ name: String, _ property: JSONValue, _ path: String) {
        let wanted = name == "metadata" ? "object" : "string"
        if property.text("type") != wanted {
            errors.append(.invalid("\(path).type", .string(property.text("type")), "must be \(wanted)"))
        }
        checkPattern(property, path)
        for (name, part) in (property["properties"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            checkPattern(part, "\(path).properties[\(name)]")
        }
        let others = (property["properties"]?.object ?? [:]).keys.filter { !["name", "generateName"].contains($0) }
        if name == "metadata" && (!others.isEmpty || property["required"] != nil) {
            errors.append(
                .forbidden(
                    path,
                    "must not specify anything other than name and generateName, but metadata is implicitly specified"))
        }
    }
}

// MARK: - How lists and maps are merged

extension StructuralCheck {
    private mutating func checkExtensions(_ schema: JSONValue, _ path: String) {
        let isFree = schema["x-kubernetes-preserve-unknown-fields"] == true
        if isFree && schema["x-kubernetes-int-or-string"] == true {
            errors.append(
                .invalid(
                    "\(path).x-kubernetes-preserve-unknown-fields", true,
                    "must be false if x-kubernetes-int-or-string is true"))
        }
        if let type = schema["x-kubernetes-map-type"], type != "granular" && type != "atomic" {
            errors.append(.notSupported("\(path).x-kubernetes-map-type", type, ["atomic", "granular"]))
        }
        if let type = schema["x-kubernetes-list-type"] { checkListType(type, schema, path) }
        if schema["x-kubernetes-list-map-keys"] != nil && schema["x-kubernetes-list-type"] != "map" {
            errors.append(
                .forbidden("\(path).x-kubernetes-list-map-keys", "must be empty if x-kubernetes-list-type is not map"))
        }
    }

    private mutating func checkListType(_ type: JSONValue, _ schema: JSONValue, _ path: String) {
        if schema["type"] != "array" {
            errors.append(
                .invalid("\(path).type", schema["type"] ?? "", "must be array if x-kubernetes-list-type is specified"))
        }
        switch type {
        case "atomic": break
        case "set":
            let items = schema["items"]?.text("type") ?? ""
            if ["object", "array"].contains(items), schema[path: "items", "x-kubernetes-map-type"] != "atomic",
                schema[path: "items", "x-kubernetes-list-type"] != "atomic"
            {
                errors.append(
                    .invalid(
                        "\(path).items.x-kubernetes-map-type", "",
                        "must be atomic as item of a list with "
                            + "x-kubernetes-list-type=set"))
            }
        case "map": checkKeys(schema, path)
        default: errors.append(.notSupported("\(path).x-kubernetes-list-type", type, ["atomic", "map", "set"]))
        }
    }

    /// The keys of a list's elements are scalars that are always there.
    private mutating func checkKeys(_ schema: JSONValue, _ path: String) {
        let keys = schema.list("x-kubernetes-list-map-keys").compactMap(\.string)
        if keys.isEmpty {
            errors.append(
                .required(
                    "\(path).x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map"))
        }
        let items = schema["items"] ?? [:]
        for (index, key) in keys.enumerated() {
            guard let property = items[path: "properties", key] else {
                errors.append(
                    .invalid(
                        "\(path).x-kubernetes-list-map-keys[\(index)]", .string(key),
                        "entries must all be names of item properties"))
                continue
            }
            if ["object", "array"].contains(property.text("type")) {
                errors.append(
                    .invalid(
                        "\(path).items.properties[\(key)].type", property["type"] ?? "",
                        "must be a scalar type if parent array's x-kubernetes-list-type is map"))
            }
            if !items.list("required").contains(.string(key)) && property["default"] == nil {
                errors.append(
                    .required(
                        "\(path).items.properties[\(key)].default",
                        "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required "
                            + "property"))
            }
        }
    }
}

// MARK: - Combinations and defaults

extension StructuralCheck {
    /// What `allOf` and the like may not say, and has to be said outside of them.
    private mutating func checkCombinations(
        _ schema: JSONValue, _ outer: JSONValue, _ path: String, _ outerPath: String
    ) {
        for name in Self.combinations {
            for (index, nested) in schema.list(name).enumerated() {
                if outer["x-kubernetes-int-or-string"] == true, Set((nested.object ?? [:]).keys) == ["type"] {
                    continue
                }
                checkNested(nested, outer, "\(path).\(name)[\(index)]", outerPath)
            }
        }
        if let nested = schema["not"] { checkNested(nested, outer, "\(path).not", outerPath) }
    }

    private mutating func checkNested(_ nested: JSONValue, _ outer: JSONValue, _ path: String, _ outerPath: String) {
        for (name, words) in [
            ("type", "empty"), ("title", "empty"), ("description", "empty"), ("default", "undefined"),
            ("additionalProperties", "undefined"), ("nullable", "false"),
            ("x-kubernetes-preserve-unknown-fields", "false"), ("x-kubernetes-int-or-string", "false"),
            ("x-kubernetes-list-type", "undefined"), ("x-kubernetes-map-type", "undefined"),
        ] where nested[name] != nil {
            if name == "type" && outer["x-kubernetes-int-or-string"] == true { continue }
            errors.append(.forbidden("\(path).\(name)", "must be \(words) to be structural"))
        }
        checkPattern(nested, path)
        for (name, property) in (nested["properties"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            let (place, outside) = ("\(path).properties[\(name)]", "\(outerPath).properties[\(name)]")
            if let known = outer[path: "properties", name] {
                checkNested(property, known, place, outside)
            } else {
                errors.append(.required(outside, "because it is defined in \(place)"))
            }
        }
        if let items = nested["items"] {
            if let known = outer["items"] {
                checkNested(items, known, "\(path).items", "\(outerPath).items")
            } else {
                errors.append(.required("\(outerPath).items", "because it is defined in \(path).items"))
            }
        }
        checkCombinations(nested, outer, path, outerPath)
    }

    /// A default fits its schema.
    private mutating func checkDefaults(_ schema: JSONValue, _ path: String) {
        if let value = schema["default"] {
            var validator = SchemaValidator()
            validator.validate(value, schema, at: "")
            errors += validator.errors.map { error in
                let place = error.field.isEmpty ? "\(path).default" : "\(path).default.\(error.field)"
                return FieldError(field: place, reason: error.reason, detail: error.detail)
            }
        }
        for (name, property) in (schema["properties"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            checkDefaults(property, "\(path).properties[\(name)]")
        }
        for name in ["items", "additionalProperties"] {
            if let part = schema[name], part.object != nil { checkDefaults(part, "\(path).\(name)") }
        }
    }
}
