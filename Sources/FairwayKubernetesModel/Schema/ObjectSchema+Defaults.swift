import FairwayJSON

extension ObjectSchema {
    /// Fills in the defaults of fields that are absent, at any depth.
    func fillIn(_ object: inout JSONValue) {
        guard case .object(var members) = object, !fields.isEmpty else { return }
        object = .null
        for field in fields {
            if members[field.name] == nil { members[field.name] = field.defaultValue }
            guard field.schema.holdsObjects, var value = members.removeValue(forKey: field.name) else { continue }
            field.schema.fillIn(&value)
            members[field.name] = value
        }
        object = .object(members)
    }

    /// An object with nothing in it but what is always there: the parts whose default is `{}`, and the fields whose
    /// default is empty or nought. What is no more than this was not written by anybody.
    var skeleton: JSONValue {
        var members: [String: JSONValue] = [:]
        for field in fields {
            if case .object(let schema) = field.schema, field.defaultValue == [:] {
                members[field.name] = schema.skeleton
            } else if let value = field.defaultValue, ["", 0, false, []].contains(value) {
                members[field.name] = value
            }
        }
        return .object(members)
    }
}

extension Schema {
    fileprivate var holdsObjects: Bool {
        switch self {
        case .object, .recursive: true
        case .map(let schema, _), .list(let schema, _, _): schema.holdsObjects
        default: false
        }
    }

    fileprivate func fillIn(_ value: inout JSONValue) {
        switch self {
        case .object(let schema): schema.fillIn(&value)
        case .recursive(let schema, _): schema().fillIn(&value)
        case .map(let schema, _):
            value.object.map { members in value = .object(members.mapValues(schema.filledIn)) }
        case .list(let schema, _, _):
            value.array.map { elements in value = .array(elements.map(schema.filledIn)) }
        default: break
        }
    }

    private func filledIn(_ value: JSONValue) -> JSONValue {
        var value = value
        fillIn(&value)
        return value
    }
}
