import FairwayJSON
import Yams

/// Why a text is no YAML that can stand for JSON.
struct YAMLProblem: Error, CustomStringConvertible {
    var description: String
}

extension JSONValue {
    /// Reads one YAML document that means what JSON can mean.
    init(yaml text: String) throws(YAMLProblem) {
        guard !mayExplode(text) else {
            throw YAMLProblem(description: "the document has too many anchors and aliases; write it without them")
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw YAMLProblem(description: "\(error)")
        }
        var budget = YAMLBudget()
        self = try root.map { node throws(YAMLProblem) in try JSONValue(node, depth: 0, &budget) } ?? .null
    }

    private init(_ node: Node, depth: Int, _ budget: inout YAMLBudget) throws(YAMLProblem) {
        try budget.spend(depth: depth)
        switch node {
        case .scalar(let scalar): self = Self.scalar(scalar, tag: node.tag.rawValue)
        case .sequence(let sequence):
            var elements: [JSONValue] = []
            for element in sequence { elements.append(try JSONValue(element, depth: depth + 1, &budget)) }
            self = .array(elements)
        case .mapping(let mapping):
            var members: [String: JSONValue] = [:]
            for (key, value) in mapping {
                guard case .scalar(let name) = key else {
                    throw YAMLProblem(description: "a name of a mapping is no text")
                }
                members[name.string] = try JSONValue(value, depth: depth + 1, &budget)
            }
            self = .object(members)
        case .alias: throw YAMLProblem(description: "an alias has no anchor")
        }
    }

    private static func scalar(_ scalar: Node.Scalar, tag: String) -> JSONValue {
        switch tag {
        case Tag.Name.null.rawValue: return .null
        case Tag.Name.bool.rawValue: return Bool.construct(from: scalar).map(JSONValue.bool) ?? .string(scalar.string)
        case Tag.Name.int.rawValue:
            return Int64.construct(from: scalar).map(JSONValue.integer) ?? .string(scalar.string)
        case Tag.Name.float.rawValue:
            return Double.construct(from: scalar).map(JSONValue.number) ?? .string(scalar.string)
        default: return .string(scalar.string)
        }
    }
}

/// Whether a text has so many anchors and aliases that it could stand for very many nodes. To be asked before the text
/// is parsed: the parser compares the names in a mapping, and takes as long as they are large.
private func mayExplode(_ text: String) -> Bool {
    let limit = 16
    var (anchors, aliases) = (0, 0)
    var previous = UInt8(ascii: "\n")
    for byte in text.utf8 {
        if " \t\r\n[{,:-?".utf8.contains(previous) {
            if byte == UInt8(ascii: "&") { anchors += 1 }
            if byte == UInt8(ascii: "*") { aliases += 1 }
        }
        previous = byte
    }
    return anchors > 1 && aliases > limit
}

/// How much a document may grow: a few aliases of aliases can stand for billions of nodes.
private struct YAMLBudget {
    private var nodes = 500_000
    private static let depthLimit = 200

    mutating func spend(depth: Int) throws(YAMLProblem) {
        nodes -= 1
        guard nodes > 0 else { throw YAMLProblem(description: "the document is too large with its aliases resolved") }
        guard depth < Self.depthLimit else { throw YAMLProblem(description: "the document is nested too deeply") }
    }
}
