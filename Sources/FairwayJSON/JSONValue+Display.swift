import Foundation
import Yams

extension JSONValue {
    /// JSON for people: indented, members sorted by name.
    package var indentedText: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        } catch {
            return compactText
        }
    }

    /// YAML for people, members sorted by name. Ends with a line break.
    package var yaml: String {
        do {
            return try Yams.serialize(node: node(), width: -1)
        } catch {
            return indentedText + "\n"
        }
    }

    private func node() throws -> Node {
        switch self {
        case .null: try NSNull().represented()
        case .bool(let value): try value.represented()
        case .integer(let value): try value.represented()
        case .number(let value): try value.represented()
        // Quoted where another type would be read otherwise.
        case .string(let value): try value.represented()
        case .array(let elements): try Node(elements.map { try $0.node() })
        case .object(let members):
            try Node(members.sorted { $0.key < $1.key }.map { (Node($0.key), try $0.value.node()) })
        }
    }
}
