import FairwayJSON

/// Why a text is no selector, in the API server's words.
struct SelectorSyntaxError: Error {
    var message: String
}

/// Reads label selectors by the grammar of `k8s.io/apimachinery/pkg/labels`.
struct LabelSelectorParser {
    private var tokens: ArraySlice<LabelSelectorToken>

    static func parse(_ text: String) throws(SelectorSyntaxError) -> [LabelRequirement] {
        var parser = LabelSelectorParser(tokens: LabelSelectorToken.tokens(of: text)[...])
        return try parser.requirements().sorted { $0.key < $1.key }
    }

    private var next: LabelSelectorToken { tokens.first ?? .end }

    /// The next token as a word: where a value is expected, `in` and `notin` are values.
    private var nextWord: String? {
        switch next {
        case .word(let text): text
        case .in, .notIn: next.text
        default: nil
        }
    }

    private mutating func take() -> LabelSelectorToken { tokens.popFirst() ?? .end }

    private mutating func requirements() throws(SelectorSyntaxError) -> [LabelRequirement] {
        var requirements: [LabelRequirement] = []
        while next != .end {
            guard nextWord != nil || next == .not else {
                throw Self.unexpected(next, "!, identifier, or 'end of string'")
            }
            do {
                requirements.append(try requirement())
            } catch {
                throw SelectorSyntaxError(message: "unable to parse requirement: \(error.message)")
            }
            let separator = take()
            guard separator != .end else { break }
            guard separator == .comma else { throw Self.unexpected(separator, "',' or 'end of string'") }
            guard nextWord != nil || next == .not else { throw Self.unexpected(next, "identifier after ','") }
        }
        return requirements
    }

    private mutating func requirement() throws(SelectorSyntaxError) -> LabelRequirement {
        let isNegated = next == .not
        if isNegated {
            _ = take()
        }
        guard let key = nextWord else { throw Self.unexpected(next, "identifier") }
        _ = take()
        let problems = Syntax.qualifiedNameProblems(key)
        guard problems.isEmpty else {
            throw SelectorSyntaxError(
                message: "\(FieldError.invalid("<nil>", .string(key), problems.joined(separator: "; ")))")
        }
        if isNegated {
            return LabelRequirement(key: key, operator: .doesNotExist, values: [])
        }
        if next == .end || next == .comma {
            return LabelRequirement(key: key, operator: .exists, values: [])
        }
        return try comparison(key)
    }

    private mutating func comparison(_ key: String) throws(SelectorSyntaxError) -> LabelRequirement {
        let sign = take()
        let requirement: LabelRequirement
        switch sign {
        case .in: requirement = LabelRequirement(key: key, operator: .isIn, values: try values())
        case .notIn: requirement = LabelRequirement(key: key, operator: .isNotIn, values: try values())
        case .equals, .doubleEquals:
            requirement = LabelRequirement(key: key, operator: .isIn, values: [try value()])
        case .notEquals: requirement = LabelRequirement(key: key, operator: .isNotIn, values: [try value()])
        case .greaterThan: requirement = LabelRequirement(key: key, operator: .isGreaterThan, values: [try value()])
        case .lessThan: requirement = LabelRequirement(key: key, operator: .isLessThan, values: [try value()])
        default: throw Self.unexpected(sign, "in, notin, =, ==, !=, gt, lt")
        }
        try Self.check(requirement)
        return requirement
    }

    private mutating func value() throws(SelectorSyntaxError) -> String {
        if next == .end || next == .comma {
            return ""
        }
        guard let word = nextWord else { throw Self.unexpected(next, "identifier") }
        _ = take()
        return word
    }

    /// `(a,b)`; an empty place between commas is an empty value.
    private mutating func values() throws(SelectorSyntaxError) -> Set<String> {
        let open = take()
        guard open == .openParenthesis else {
            throw SelectorSyntaxError(message: "found '\(open.text)' expected: '('")
        }
        var values: Set<String> = []
        while true {
            if let word = nextWord {
                values.insert(word)
                _ = take()
                guard next == .comma || next == .closeParenthesis else { throw Self.unexpected(next, "',' or ')'") }
            } else {
                guard next == .comma || next == .closeParenthesis else {
                    throw Self.unexpected(next, values.isEmpty ? "',', ')' or identifier" : "',', or identifier")
                }
                values.insert("")
            }
            if take() == .closeParenthesis {
                return values
            }
        }
    }

    private static func check(_ requirement: LabelRequirement) throws(SelectorSyntaxError) {
        for (index, value) in requirement.values.sorted().enumerated() {
            if [.isGreaterThan, .isLessThan].contains(requirement.operator) && Int64(value) == nil {
                let words = "for 'Gt', 'Lt' operators, the value must be an integer"
                throw SelectorSyntaxError(
                    message: "\(FieldError.invalid("values[\(index)]", .string(value), words))")
            }
            let problems = Syntax.labelValueProblems(value)
            guard problems.isEmpty else {
                let path = "values[\(index)][\(requirement.key)]"
                throw SelectorSyntaxError(
                    message: "\(FieldError.invalid(path, .string(value), problems.joined(separator: "; ")))")
            }
        }
    }

    private static func unexpected(_ token: LabelSelectorToken, _ expected: String) -> SelectorSyntaxError {
        SelectorSyntaxError(message: "found '\(token.text)', expected: \(expected)")
    }
}
