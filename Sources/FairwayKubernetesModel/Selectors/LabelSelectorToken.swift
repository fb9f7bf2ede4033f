/// A word or a sign of a label selector.
enum LabelSelectorToken: Equatable {
    case word(String)
    case `in`
    case notIn
    case openParenthesis
    case closeParenthesis
    case comma
    case not
    case equals
    case doubleEquals
    case notEquals
    case greaterThan
    case lessThan
    /// Signs that mean nothing together.
    case unknown(String)
    case end

    /// How the token was written, for messages.
    var text: String {
        switch self {
        case .word(let text): text
        case .in: "in"
        case .notIn: "notin"
        case .unknown(let text): "error expected: keyword found '\(text)'"
        case .end: ""
        default: Self.signs.first { $0.token == self }?.text ?? ""
        }
    }

    private static let signs: [(text: String, token: LabelSelectorToken)] = [
        ("==", .doubleEquals), ("!=", .notEquals), ("=", .equals), ("!", .not), ("(", .openParenthesis),
        (")", .closeParenthesis), (",", .comma), (">", .greaterThan), ("<", .lessThan),
    ]

    /// Takes a text apart. The last token is `end`.
    static func tokens(of text: String) -> [LabelSelectorToken] {
        var tokens: [LabelSelectorToken] = []
        var rest = text.utf8[...]
        while let byte = rest.first {
            if isBlank(byte) {
                rest.removeFirst()
            } else if isSign(byte) {
                tokens.append(sign(&rest))
            } else {
                let word = rest.prefix { !isBlank($0) && !isSign($0) }
                rest = rest[word.endIndex...]
                tokens.append(keyword(String(decoding: word, as: UTF8.self)))
            }
        }
        return tokens + [.end]
    }

    private static func keyword(_ text: String) -> LabelSelectorToken {
        switch text {
        case "in": .in
        case "notin": .notIn
        default: .word(text)
        }
    }

    /// Takes the longest sign that is there.
    private static func sign(_ rest: inout Substring.UTF8View) -> LabelSelectorToken {
        let found = signs.first { rest.starts(with: $0.text.utf8) }
        guard let found else {
            return .unknown(String(decoding: [rest.removeFirst()], as: UTF8.self))
        }
        rest.removeFirst(found.text.utf8.count)
        return found.token
    }

    private static func isBlank(_ byte: UInt8) -> Bool { " \t\r\n".utf8.contains(byte) }

    private static func isSign(_ byte: UInt8) -> Bool { "=!(),><".utf8.contains(byte) }
}
