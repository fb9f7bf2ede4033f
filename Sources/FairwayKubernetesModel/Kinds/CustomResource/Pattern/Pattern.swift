/// A regular expression in the syntax of Go's `regexp` (RE2), which is what schemas have in `pattern`.
///
/// A text is gone through once, with the set of all states the expression may be in: however hostile expression and text
/// are, the cost is at most states × scalars. Matching by trying and going back, as Swift's `Regex` does it, has no such
/// bound. Unicode classes (`\p{Greek}`) are the one part of the syntax that is refused.
struct Pattern: Sendable {
    /// The most states an expression may have, repetitions written out.
    static let maximumSize = 10_000

    private let program: [PatternInstruction]
    private let ignoresCase: Bool

    init(_ text: String) throws(PatternError) {
        program = try PatternParser.program(text)
        ignoresCase = program.contains { if case .oneOf(let set) = $0 { set.ignoresCase } else { false } }
    }

    /// Whether the expression is found anywhere in the text (Go's `MatchString`).
    func matches(_ text: String) -> Bool {
        var search = PatternSearch(program, ignoresCase: ignoresCase)
        return search.finds(text)
    }
}
