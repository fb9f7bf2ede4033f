import FairwayJSON

/// A patch that merges lists as the schema says (`application/strategic-merge-patch+json`).
struct StrategicMergePatch {
    /// Applies a patch to an object. Refusals are in the words of apimachinery's `strategicpatch`.
    static func apply(
        _ patch: JSONValue, to object: JSONValue, _ schema: ObjectSchema
    ) throws(APIStatus) -> JSONValue {
        guard case .object(let patch) = patch else {
            throw .badRequest(
                "json: cannot unmarshal \(patch.typeName) into Go value of type map[string]interface {}")
        }
        return .object(try merge(patch, into: object.object ?? [:], .object(schema)))
    }
}

// MARK: - Objects

extension StrategicMergePatch {
    private static let directive = "$patch"
    private static let retainKeys = "$retainKeys"
    private static let deletion = "$deleteFromPrimitiveList/"
    private static let order = "$setElementOrder/"

    private static func merge(
        _ patch: [String: JSONValue], into original: [String: JSONValue], _ schema: Schema
    ) throws(APIStatus) -> [String: JSONValue] {
        var patch = patch
        var result = original
        if let directive = patch.removeValue(forKey: directive) {
            switch directive {
            case "replace": return patch
            case "delete": return [:]
            case "merge": break
            default: throw .unclassified("unknown patch type found: \(directive.string ?? directive.compactText)")
            }
        }
        if let retained = patch.removeValue(forKey: retainKeys) {
            result = try retain(retained, of: result, patch)
        }
        let orders = take(order, from: &patch)
        let deletions = take(deletion, from: &patch)
        for (name, change) in patch {
            if change.isNull {
                result[name] = nil
            } else {
                result[name] = try merge(change, into: result[name], schema.member(name), order: orders[name])
            }
        }
        for (name, deleted) in deletions {
            guard let elements = result[name]?.array else { continue }
            let gone = Set(deleted.array ?? [])
            result[name] = .array(elements.filter { !gone.contains($0) })
        }
        for (name, order) in orders where patch[name] == nil {
            result[name] = result[name].map { reorder($0, order, from: original[name], schema.member(name)) }
        }
        return result
    }

    private static func retain(
        _ keys: JSONValue, of members: [String: JSONValue], _ patch: [String: JSONValue]
    ) throws(APIStatus) -> [String: JSONValue] {
        let kept = Set((keys.array ?? []).compactMap(\.string))
        let isComplete = patch.keys.allSatisfy { $0.hasPrefix("$") || kept.contains($0) }
        guard keys.array != nil, isComplete else {
            throw .patchDoesNotFit
        }
        return members.filter { kept.contains($0.key) }
    }

    /// Takes the directives with a prefix out of a patch, by the name of the field that each is about.
    private static func take(_ prefix: String, from patch: inout [String: JSONValue]) -> [String: JSONValue] {
        var found: [String: JSONValue] = [:]
        for name in patch.keys where name.hasPrefix(prefix) {
            found[String(name.dropFirst(prefix.count))] = patch.removeValue(forKey: name)
        }
        return found
    }

    private static func merge(
        _ change: JSONValue, into original: JSONValue?, _ schema: Schema?, order: JSONValue?
    ) throws(APIStatus) -> JSONValue {
        switch (change, schema) {
        case (.object(let members), let schema?):
            return .object(try merge(members, into: original?.object ?? [:], schema))
        case (.object(let members), nil):
            return .object(try merge(members, into: original?.object ?? [:], .any))
        case (.array(let elements), .list(let item, let type, let key)?):
            let merged = try merge(elements, into: original?.array ?? [], item, type, key)
            return order.map { reorder(merged, $0, from: original, schema) } ?? merged
        default: return change
        }
    }
}

// MARK: - Lists

extension StrategicMergePatch {
    private static func merge(
        _ patch: [JSONValue], into original: [JSONValue], _ item: Schema, _ type: ListType, _ key: String?
    ) throws(APIStatus) -> JSONValue {
        if let key { return .array(try merge(patch, into: original, item, key: key)) }
        guard type == .set else { return .array(patch.filter { $0[directive] == nil }) }
        var present = Set(original)
        return .array(original + patch.filter { present.insert($0).inserted })
    }

    private static func merge(
        _ patch: [JSONValue], into original: [JSONValue], _ item: Schema, key: String
    ) throws(APIStatus) -> [JSONValue] {
        let isReplaced = patch.contains { $0[directive] == "replace" }
        var result = isReplaced ? [] : original
        for element in patch {
            guard case .object(var members) = element else {
                throw .badRequest("invalid patch format of a list of objects that are merged by \(key)")
            }
            if element[directive] == "replace", members.count == 1 { continue }
            guard let identity = members[key] else {
                throw .unclassified("map: \(words(element)) does not contain declared merge key: \(key)")
            }
            if members[directive] == "delete" {
                result.removeAll { $0[key] == identity }
                continue
            }
            if members[directive] == "replace" { members[directive] = nil }
            // Only the first of several with one key is meant: so does Kubernetes, for better or worse.
            if let index = result.firstIndex(where: { $0[key] == identity }) {
                result[index] = .object(try merge(members, into: result[index].object ?? [:], item))
            } else {
                result.append(.object(try merge(members, into: [:], item)))
            }
        }
        return result
    }

    /// Brings the elements named by a `$setElementOrder` into its order. The others keep theirs, and come as soon as
    /// no element that stood before them in the original list is next.
    private static func reorder(
        _ list: JSONValue, _ order: JSONValue, from original: JSONValue?, _ schema: Schema?
    ) -> JSONValue {
        guard case .array(let elements) = list, case .array(let order) = order, case .list(_, _, let key)? = schema
        else { return list }
        func positions(_ list: [JSONValue]) -> [JSONValue: Int] {
            Dictionary(list.enumerated().map { (identity($1, key), $0) }) { first, _ in first }
        }
        let ranks = positions(order)
        let places = positions(original?.array ?? [])
        let named = elements.enumerated().compactMap { index, element in
            ranks[identity(element, key)].map { (rank: $0, index: index, element: element) }
        }
        var left = named.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }.map(\.element)[...]
        var right = elements.filter { ranks[identity($0, key)] == nil }[...]
        var result: [JSONValue] = []
        while let first = left.first, let other = right.first {
            if let place = places[identity(first, key)], let otherPlace = places[identity(other, key)],
                place < otherPlace
            {
                result.append(left.removeFirst())
            } else {
                result.append(right.removeFirst())
            }
        }
        return .array(result + left + right)
    }

    private static func identity(_ element: JSONValue, _ key: String?) -> JSONValue {
        key.flatMap { element[$0] } ?? element
    }
}

extension StrategicMergePatch {
    /// A value as Go prints it (`%v`): `map[name:a port:7]`.
    static func words(_ value: JSONValue) -> String {
        switch value {
        case .null: "<nil>"
        case .string(let text): text
        case .array(let elements): "[\(elements.map(words).joined(separator: " "))]"
        case .object(let members):
            "map[\(members.sorted { $0.key < $1.key }.map { "\($0.key):\(words($0.value))" }.joined(separator: " "))]"
        default: value.compactText
        }
    }
}

extension Schema {
    /// The schema of a member, where there is one.
    fileprivate func member(_ name: String) -> Schema? {
        switch self {
        case .object(let schema): schema[name]?.schema
        case .recursive(let schema, _): schema()[name]?.schema
        case .map(let schema, _): schema
        default: nil
        }
    }
}
