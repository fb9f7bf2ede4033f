/// The patterns one validation has met: those of a list's elements are read once, not once for each.
final class PatternCache {
    /// `nil` stands for what is no expression.
    private var known: [String: Pattern?] = [:]

    /// Whether the pattern is found in the text. What is no expression, which only a definition of long ago can have,
    /// restricts nothing.
    func matches(_ text: String, _ pattern: String) -> Bool { expression(pattern)?.matches(text) ?? true }

    private func expression(_ pattern: String) -> Pattern? {
        if let found = known[pattern] { return found }
        // A schema of a great many patterns shall not have them all in memory.
        if known.count == 64 { known.removeAll() }
        let expression: Pattern?
        do {
            expression = try Pattern(pattern)
        } catch {
            expression = nil
        }
        known[pattern] = .some(expression)
        return expression
    }
}
