import FairwayJSON

/// A path into an object, as printer columns have it: `.spec.ports[0].name`, `.metadata.annotations['a.b/c']`,
/// `.status.conditions[?(@.type=="Ready")].status`.
struct JSONPath: Hashable, Sendable {
    private enum Step: Hashable, Sendable {
        case member(String)
        /// Negative: counted from the end.
        case index(Int)
        case all
        /// The elements that have a value at a path.
        case matching([Step], JSONValue)
    }

    private var steps: [Step]

    /// `nil`: the text is no such path.
    init?(_ text: String) {
        guard text.hasPrefix(".") || text.hasPrefix("["), let steps = Self.steps(text[...]) else { return nil }
        self.steps = steps
    }

    /// The first value that is found; `nil`: there is none.
    func first(in object: JSONValue) -> JSONValue? { Self.values(object, steps[...]).first }

    private static func values(_ value: JSONValue, _ steps: ArraySlice<Step>) -> [JSONValue] {
        guard let step = steps.first else { return value.isNull ? [] : [value] }
        return next(value, step).flatMap { values($0, steps.dropFirst()) }
    }

    private static func next(_ value: JSONValue, _ step: Step) -> [JSONValue] {
        switch (step, value) {
        case (.member(let name), .object(let members)): return members[name].map { [$0] } ?? []
        case (.index(let index), .array(let elements)):
            let position = index < 0 ? elements.count + index : index
            return elements.indices.contains(position) ? [elements[position]] : []
        case (.all, .array(let elements)): return elements
        case (.all, .object(let members)): return members.sorted { $0.key < $1.key }.map(\.value)
        case (.matching(let path, let wanted), .array(let elements)):
            return elements.filter { values($0, path[...]).contains(wanted) }
        default: return []
        }
    }
}

// MARK: - Parsing

extension JSONPath {
    private static func steps(_ text: Substring) -> [Step]? {
        var (rest, steps) = (text, [Step]())
        while let first = rest.first {
            switch first {
            case ".":
                let name = rest.dropFirst().prefix { $0 != "." && $0 != "[" }
                rest = rest.dropFirst(1 + name.count)
                if name.isEmpty {
                    // A dot before a bracket says nothing; at the end of the whole it stands for the object itself.
                    guard rest.first == "[" || (rest.isEmpty && steps.isEmpty) else { return nil }
                } else {
                    steps.append(name == "*" ? .all : .member(String(name).replacing("\\", with: "")))
                }
            case "[":
                guard let (step, tail) = bracket(rest.dropFirst()) else { return nil }
                steps.append(step)
                rest = tail
            default: return nil
            }
        }
        return steps
    }

    /// What stands in brackets, and what is behind them.
    private static func bracket(_ text: Substring) -> (Step, Substring)? {
        if let quote = text.first, quote == "'" || quote == "\"" {
            let name = text.dropFirst().prefix { $0 != quote }
            let rest = text.dropFirst(name.count + 2)
            return rest.first == "]" ? (.member(String(name)), rest.dropFirst()) : nil
        }
        if text.hasPrefix("?(") { return filter(text.dropFirst(2)) }
        let content = text.prefix { $0 != "]" }
        guard content.count < text.count else { return nil }
        let rest = text.dropFirst(content.count + 1)
        return content == "*" ? (.all, rest) : Int(content).map { (.index($0), rest) }
    }

    /// `@.type=="Ready")]`
    private static func filter(_ text: Substring) -> (Step, Substring)? {
        guard text.hasPrefix("@"), let equals = text.firstRange(of: "=="), let end = text.firstRange(of: ")]"),
            equals.upperBound <= end.lowerBound,
            let path = steps(text[text.index(after: text.startIndex)..<equals.lowerBound].filter { $0 != " " }[...]),
            let value = literal(String(text[equals.upperBound..<end.lowerBound]).trimmed)
        else { return nil }
        return (.matching(path, value), text[end.upperBound...])
    }

    private static func literal(_ text: String) -> JSONValue? {
        if let quote = text.first, quote == "'" || quote == "\"", text.count > 1, text.last == quote {
            return .string(String(text.dropFirst().dropLast()))
        }
        switch text {
        case "true": return true
        case "false": return false
        default: return Int64(text).map { .integer($0) }
        }
    }
}
