import FairwayJSON

/// A value taken apart as its schema says: where it can have several owners, it has branches.
indirect enum FieldTree: Hashable, Sendable {
    /// Owned as a whole: a scalar, or something atomic.
    case leaf(JSONValue)
    /// An object. The names in `named` are fields of its schema; the others are keys of a map.
    case object([String: FieldTree], named: Set<String>)
    /// A list whose elements are told apart by their values or by keys, in order; no two have one key.
    case list([Element])

    struct Element: Hashable, Sendable {
        var key: FieldPathElement
        var tree: FieldTree
    }
}

/// A list has two elements with the same key, or one without a key.
struct FieldTreeError: Error {
    /// In the words of structured-merge-diff: `.spec.ports: duplicate entries for key [port=7,protocol="TCP"]`.
    var description: String
}

extension FieldTree {
    /// Takes an object apart. Where it is `strict`, what the schema does not know, and lists with elements that cannot
    /// be told apart, are errors; else the former are passed over and of the latter the last counts.
    init(_ value: JSONValue, _ schema: ObjectSchema, strict: Bool = false) throws(FieldTreeError) {
        self = try FieldTreeBuilder(strict: strict).object(value, schema, [])
    }

    /// Takes apart an object that has passed the schema.
    init(lenient value: JSONValue, _ schema: ObjectSchema) {
        do {
            try self.init(value, schema)
        } catch {
            self = .leaf(value)
        }
    }

    /// The value put together again.
    var value: JSONValue {
        switch self {
        case .leaf(let value): value
        case .object(let members, _): .object(members.mapValues(\.value))
        case .list(let elements): .array(elements.map(\.tree.value))
        }
    }

    var isEmptyBranch: Bool {
        switch self {
        case .leaf: false
        case .object(let members, _): members.isEmpty
        case .list(let elements): elements.isEmpty
        }
    }

    /// The branches, by the step that leads to each.
    var branches: [FieldPathElement: FieldTree] {
        switch self {
        case .leaf: [:]
        case .object(let members, _):
            Dictionary(uniqueKeysWithValues: members.map { (.field($0.key), $0.value) })
        case .list(let elements): Dictionary(elements.map { ($0.key, $0.tree) }) { _, last in last }
        }
    }
}

private struct FieldTreeBuilder {
    var strict: Bool

    func object(
        _ value: JSONValue, _ schema: ObjectSchema, _ path: [FieldPathElement]
    ) throws(FieldTreeError) -> FieldTree {
        guard case .object(let members) = value, !schema.atomic, !schema.fields.isEmpty else { return .leaf(value) }
        var trees: [String: FieldTree] = [:]
        for (name, member) in members.sorted(by: { $0.key < $1.key }) {
            let path = path + [.field(name)]
            if let field = schema[name] {
                if !member.isNull || field.isNullable { trees[name] = try tree(member, field.schema, path) }
            } else if schema.keepsUnknown {
                trees[name] = try tree(member, .any, path)
            } else if strict {
                throw FieldTreeError(description: "\(path.fieldPath): field not declared in schema")
            }
        }
        return .object(trees, named: Set(trees.keys.filter { schema[$0] != nil }))
    }

    private func tree(
        _ value: JSONValue, _ schema: Schema, _ path: [FieldPathElement]
    ) throws(FieldTreeError) -> FieldTree {
        switch (schema, value) {
        case (.object(let schema), _): return try object(value, schema, path)
        case (.recursive(let schema, _), _): return try object(value, schema(), path)
        case (.map(let schema, atomic: false), .object(let members)): return try map(members, schema, path)
        case (.any, .object(let members)): return try map(members, .any, path)
        case (.list(_, .set, _), .array(let elements)):
            return .list(try unique(elements.map { Element(key: .value($0), tree: .leaf($0)) }, path))
        case (.list(let schema, .map(let keys), _), .array(let elements)):
            return try list(elements, schema, keys, path)
        default: return .leaf(value)
        }
    }

    private typealias Element = FieldTree.Element

    private func map(
        _ members: [String: JSONValue], _ schema: Schema, _ path: [FieldPathElement]
    ) throws(FieldTreeError) -> FieldTree {
        var trees: [String: FieldTree] = [:]
        for (name, member) in members { trees[name] = try tree(member, schema, path + [.field(name)]) }
        return .object(trees, named: [])
    }

    private func list(
        _ values: [JSONValue], _ schema: Schema, _ keys: [String], _ path: [FieldPathElement]
    ) throws(FieldTreeError) -> FieldTree {
        guard case .object(let item) = schema else { return .leaf(.array(values)) }
        var elements: [Element] = []
        for (index, value) in values.enumerated() {
            var key: [String: JSONValue] = [:]
            for name in keys { key[name] = value[name] ?? item[name]?.defaultValue }
            guard !key.isEmpty || !strict else {
                throw FieldTreeError(
                    description: "\(path.fieldPath): element \(index): associative list with keys has an element that "
                        + "omits all key fields [\(keys.map(FieldError.quoted).joined(separator: " "))] (and doesn't "
                        + "have default values for any key fields)")
            }
            let tree = try tree(value, schema, path + [.key(key)])
            elements.append(Element(key: .key(key), tree: tree))
        }
        return .list(try unique(elements, path))
    }

    private func unique(_ elements: [Element], _ path: [FieldPathElement]) throws(FieldTreeError) -> [Element] {
        var positions: [FieldPathElement: Int] = [:]
        var result: [Element] = []
        for element in elements {
            if let position = positions[element.key] {
                guard !strict else {
                    throw FieldTreeError(
                        description: "\(path.fieldPath): duplicate entries for key \(element.key)")
                }
                result[position] = element
            } else {
                positions[element.key] = result.count
                result.append(element)
            }
        }
        return result
    }
}
