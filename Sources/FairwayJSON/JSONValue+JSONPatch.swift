extension JSONValue {
    /// Applies a patch, or leaves the value as it is and says which operation does not fit.
    package mutating func apply(_ patch: JSONPatch) throws(JSONPatchError) {
        var value = self
        var copies = CopyAllowance()
        for (index, operation) in patch.operations.enumerated() {
            guard value.carryOut(operation, &copies) else { throw .failed(operation: index) }
        }
        self = value
    }
}

/// How many values the `copy` operations of one patch may still make: a few of them could fill the memory.
private struct CopyAllowance {
    private var remaining = 200_000

    mutating func take(_ value: JSONValue) -> Bool {
        remaining -= 1
        guard remaining > 0 else { return false }
        switch value {
        case .array(let elements): return elements.allSatisfy { take($0) }
        case .object(let members): return members.values.allSatisfy { take($0) }
        default: return true
        }
    }
}

extension JSONValue {
    private mutating func carryOut(_ operation: JSONPatch.Operation, _ copies: inout CopyAllowance) -> Bool {
        switch operation {
        case .add(let path, let value): return add(value, at: path)
        case .remove(let path): return remove(at: path) != nil
        case .replace(let path, let value): return replace(path, with: value)
        case .move(let source, let path):
            guard !path.tokens.starts(with: source.tokens) || path == source, let value = remove(at: source) else {
                return false
            }
            return add(value, at: path)
        case .copy(let source, let path):
            guard let value = self[source], copies.take(value) else { return false }
            return add(value, at: path)
        case .test(let path, let expected): return (self[path] ?? .null).isNumericallyEqual(to: expected)
        }
    }

    private mutating func add(_ value: JSONValue, at path: JSONPointer) -> Bool {
        guard !value.isNested(deeperThan: JSONValue.maximumDepth - path.tokens.count) else { return false }
        guard !path.tokens.isEmpty else {
            self = value
            return true
        }
        return change(path.tokens[...]) { parent, token in
            if parent.object != nil {
                parent[token] = value
                return true
            }
            guard var elements = parent.array else { return false }
            parent = .null
            let index = token == "-" ? elements.count : JSONValue.index(token)
            guard let index, index <= elements.count else { return false }
            elements.insert(value, at: index)
            parent = .array(elements)
            return true
        }
    }

    private mutating func replace(_ path: JSONPointer, with value: JSONValue) -> Bool {
        guard self[path] != nil else { return false }
        guard !path.tokens.isEmpty else { return add(value, at: path) }
        return remove(at: path) != nil && add(value, at: path)
    }

    private mutating func remove(at path: JSONPointer) -> JSONValue? {
        guard let removed = self[path] else { return nil }
        guard !path.tokens.isEmpty else {
            self = .null
            return removed
        }
        let isDone = change(path.tokens[...]) { parent, token in
            guard var elements = parent.array, let index = JSONValue.index(token) else {
                parent[token] = nil
                return true
            }
            parent = .null
            elements.remove(at: index)
            parent = .array(elements)
            return true
        }
        return isDone ? removed : nil
    }

    /// Changes the parent of a place, given with the last token of the path.
    private mutating func change(_ path: ArraySlice<String>, _ body: (inout JSONValue, String) -> Bool) -> Bool {
        guard let token = path.first else { return false }
        guard path.count > 1 else { return body(&self, token) }
        // Taken out while it is changed, so that nothing is copied that has only one owner.
        switch self {
        case .object(var members):
            guard var child = members.removeValue(forKey: token) else { return false }
            self = .null
            let isDone = child.change(path.dropFirst(), body)
            members[token] = child
            self = .object(members)
            return isDone
        case .array(var elements):
            guard let index = JSONValue.index(token), index < elements.count else { return false }
            self = .null
            let isDone = elements[index].change(path.dropFirst(), body)
            self = .array(elements)
            return isDone
        default: return false
        }
    }

    /// Equality that takes 1 and 1.0 for the same number (RFC 6902 §4.6).
    private func isNumericallyEqual(to other: JSONValue) -> Bool {
        switch (self, other) {
        case (.integer(let integer), .number(let number)), (.number(let number), .integer(let integer)):
            return Double(integer) == number
        case (.array(let left), .array(let right)):
            return left.count == right.count && zip(left, right).allSatisfy { $0.isNumericallyEqual(to: $1) }
        case (.object(let left), .object(let right)):
            return left.count == right.count
                && left.allSatisfy { name, value in right[name].map(value.isNumericallyEqual) ?? false }
        default: return self == other
        }
    }
}
