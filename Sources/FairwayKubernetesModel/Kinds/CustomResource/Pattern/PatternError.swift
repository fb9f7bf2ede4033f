/// Why a text is no regular expression, in the words of Go's `regexp/syntax`.
struct PatternError: Error, Equatable, CustomStringConvertible {
    enum Problem: String {
        case invalidClass = "invalid character class range"
        case invalidEscape = "invalid escape sequence"
        case invalidName = "invalid named capture"
        case invalidNesting = "invalid nested repetition operator"
        case invalidRepeatCount = "invalid repeat count"
        case missingBracket = "missing closing ]"
        case missingParenthesis = "missing closing )"
        case missingRepeatArgument = "missing argument to repetition operator"
        case nestedTooDeeply = "expression nests too deeply"
        case tooLarge = "expression too large"
        case trailingBackslash = "trailing backslash at end of expression"
        case unexpectedParenthesis = "unexpected )"
        case unsupportedClass = "Unicode classes are not supported"
        case unsupportedSyntax = "invalid or unsupported Perl syntax"
    }

    var problem: Problem
    /// The part of the expression that is wrong.
    var part: String

    var description: String { "error parsing regexp: \(problem.rawValue): `\(part)`" }
}
