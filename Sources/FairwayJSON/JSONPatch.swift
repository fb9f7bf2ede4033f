/// A JSON patch (RFC 6902).
package struct JSONPatch: Hashable, Sendable {
    package var operations: [Operation]

    /// A single change, or a test of one place.
    package enum Operation: Hashable, Sendable {
        case add(JSONPointer, JSONValue)
        case remove(JSONPointer)
        case replace(JSONPointer, JSONValue)
        case move(from: JSONPointer, to: JSONPointer)
        case copy(from: JSONPointer, to: JSONPointer)
        case test(JSONPointer, JSONValue)
    }
}

/// Why a patch is not understood, or does not fit the value.
package enum JSONPatchError: Error, Hashable {
    /// It is no patch: not an array of operations. What follows is the sentence of the API server.
    case malformed(String)
    /// The operation at this index cannot be carried out: a place is missing, a test failed, or the outcome is too
    /// large or too deep.
    case failed(operation: Int)
}

// MARK: - Reading

extension JSONPatch {
    package init(_ json: JSONValue) throws(JSONPatchError) {
        guard case .array(let elements) = json else {
            throw .malformed("json: cannot unmarshal \(json.typeName) into Go value of type jsonpatch.Patch")
        }
        operations = []
        for (index, element) in elements.enumerated() {
            guard element.object != nil else {
                throw .malformed("json: cannot unmarshal \(element.typeName) into Go value of type jsonpatch.Operation")
            }
            guard let operation = Operation(element) else { throw .failed(operation: index) }
            operations.append(operation)
        }
    }
}

extension JSONPatch.Operation {
    fileprivate init?(_ json: JSONValue) {
        guard let path = json["path"]?.string.flatMap(JSONPointer.init(parsing:)) else { return nil }
        let source = json["from"]?.string.flatMap(JSONPointer.init(parsing:))
        switch (json["op"]?.string, json["value"], source) {
        case ("add", let value?, _): self = .add(path, value)
        case ("remove", _, _): self = .remove(path)
        case ("replace", let value?, _): self = .replace(path, value)
        case ("move", _, let source?): self = .move(from: source, to: path)
        case ("copy", _, let source?): self = .copy(from: source, to: path)
        case ("test", let value, _): self = .test(path, value ?? .null)
        default: return nil
        }
    }
}

extension JSONValue {
    /// What Go calls the type of a JSON value.
    package var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "bool"
        case .integer, .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
