/// One state of an expression. Where it goes on is said relative to itself, so that pieces can be joined and copied.
enum PatternInstruction: Sendable {
    /// Takes this scalar and goes on with the next instruction.
    case scalar(Unicode.Scalar)
    /// Takes one scalar of a set and goes on with the next instruction.
    case oneOf(ScalarSet)
    /// Goes on with the next instruction where the assertion holds.
    case assert(PatternAssertion)
    case jump(Int)
    /// Goes on with the next instruction as well as with another.
    case fork(Int)
    case match
}

/// What is asked about a place between two scalars.
enum PatternAssertion: Sendable {
    case startOfText
    case endOfText
    case startOfLine
    case endOfLine
    case wordBoundary
    case noWordBoundary

    /// `nil`: the text begins or ends here.
    func holds(between before: Unicode.Scalar?, and after: Unicode.Scalar?) -> Bool {
        switch self {
        case .startOfText: before == nil
        case .endOfText: after == nil
        case .startOfLine: before == nil || before == "\n"
        case .endOfLine: after == nil || after == "\n"
        case .wordBoundary: Self.isWord(before) != Self.isWord(after)
        case .noWordBoundary: Self.isWord(before) == Self.isWord(after)
        }
    }

    static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return false }
        return ScalarSet.Group.word.ranges.contains { $0.contains(scalar.value) }
    }
}
