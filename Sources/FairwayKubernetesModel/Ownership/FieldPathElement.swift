import FairwayJSON

/// A step on the way to a field (structured-merge-diff's `fieldpath.PathElement`).
enum FieldPathElement: Hashable, Sendable {
    /// A member of an object, by name.
    case field(String)
    /// An element of a list of objects, by the fields that tell them apart.
    case key([String: JSONValue])
    /// An element of a set of scalars, by its value.
    case value(JSONValue)
    /// An element of any other list.
    case index(Int)
}

// MARK: - FieldsV1

extension FieldPathElement {
    /// Reads `f:spec`, `k:{"port":7,"protocol":"TCP"}`, `v:"a"` or `i:0`; `nil` for anything else.
    init?(fieldsV1 text: String) {
        let rest = String(text.dropFirst(2))
        switch text.prefix(2) {
        case "f:": self = .field(rest)
        case "k:":
            guard case .object(let keys)? = Self.json(rest) else { return nil }
            self = .key(keys)
        case "v:":
            guard let value = Self.json(rest) else { return nil }
            self = .value(value)
        case "i:":
            guard let index = Int(rest) else { return nil }
            self = .index(index)
        default: return nil
        }
    }

    private static func json(_ text: String) -> JSONValue? {
        do {
            return try JSONValue(parsing: text)
        } catch {
            return nil
        }
    }

    /// As Kubernetes writes it in `fieldsV1`.
    var fieldsV1: String {
        switch self {
        case .field(let name): "f:\(name)"
        case .key(let keys): "k:\(JSONValue.object(keys).compactText)"
        case .value(let value): "v:\(value.compactText)"
        case .index(let index): "i:\(index)"
        }
    }
}

// MARK: - Order and words

extension FieldPathElement: Comparable {
    static func < (left: FieldPathElement, right: FieldPathElement) -> Bool {
        switch (left, right) {
        case (.field(let left), .field(let right)): left < right
        case (.index(let left), .index(let right)): left < right
        case (.key(let left), .key(let right)): precedes(left, right)
        case (.value(let left), .value(let right)): compare(left, right) < 0
        default: left.rank < right.rank
        }
    }

    private var rank: Int {
        switch self {
        case .field: 0
        case .key: 1
        case .value: 2
        case .index: 3
        }
    }

    private static func precedes(_ left: [String: JSONValue], _ right: [String: JSONValue]) -> Bool {
        for (a, b) in zip(left.sorted { $0.key < $1.key }, right.sorted { $0.key < $1.key }) {
            if a.key != b.key { return a.key < b.key }
            let order = compare(a.value, b.value)
            if order != 0 { return order < 0 }
        }
        return left.count < right.count
    }

    private static func compare(_ left: JSONValue, _ right: JSONValue) -> Int {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left == right ? 0 : left < right ? -1 : 1
        case (.string(let left), .string(let right)): left == right ? 0 : left < right ? -1 : 1
        case _ where left == right: 0
        default: left.compactText < right.compactText ? -1 : 1
        }
    }
}

extension FieldPathElement: CustomStringConvertible {
    /// As messages about conflicts name it: `.targetPort`, `[port=7,protocol="TCP"]`.
    var description: String {
        switch self {
        case .field(let name): ".\(name)"
        case .key(let keys):
            "[\(keys.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.words($0.value))" }.joined(separator: ","))]"
        case .value(let value): "[=\(Self.words(value))]"
        case .index(let index): "[\(index)]"
        }
    }

    private static func words(_ value: JSONValue) -> String {
        value.string.map(FieldError.quoted) ?? value.compactText
    }
}
