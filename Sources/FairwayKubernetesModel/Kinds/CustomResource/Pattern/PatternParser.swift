/// Reads an expression, and puts its states together as it goes: groups wait on a stack of its own, so that no depth of
/// nesting is a depth of calls.
struct PatternParser {
    private static let maximumDepth = 1000

    struct Flags {
        var ignoresCase = false
        var isMultiline = false
        var dotTakesNewline = false
    }

    /// A group that is not closed yet; the first is the whole expression.
    private struct Group {
        var branches: [PatternFragment] = []
        var branch = PatternFragment()
        /// What a repetition that comes next repeats.
        var last: PatternFragment?
        /// The flags that hold again behind it.
        var outerFlags: Flags
    }

    private let scalars: [Unicode.Scalar]
    var position = 0
    var flags = Flags()
    /// Where the repetition begins that was read just before.
    var lastRepetition: Int?
    private var groups = [Group(outerFlags: Flags())]
    private var size = 0

    static func program(_ text: String) throws(PatternError) -> [PatternInstruction] {
        var parser = PatternParser(scalars: Array(text.unicodeScalars))
        while let scalar = parser.next { try parser.step(scalar) }
        guard parser.groups.count == 1 else { throw PatternError(problem: .missingParenthesis, part: text) }
        return parser.closedGroup().code + [.match]
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private mutating func step(_ scalar: Unicode.Scalar) throws(PatternError) {
        let start = position
        if let count = try repetition() {
            try repeatLast(count, from: start)
            lastRepetition = start
            return
        }
        lastRepetition = nil
        switch scalar {
        case "\\": try readEscape()
        case "[": try readClass()
        case "(": try openGroup()
        default:
            position += 1
            switch scalar {
            case ")": try closeGroup()
            case "|": try beginBranch()
            case "^": try add(.assert(flags.isMultiline ? .startOfLine : .startOfText))
            case "$": try add(.assert(flags.isMultiline ? .endOfLine : .endOfText))
            case ".": try add(.oneOf(ScalarSet(flags.dotTakesNewline ? [] : [0x0A...0x0A], isNegated: true)))
            default: try addLiteral(scalar)
            }
        }
    }
}

// MARK: - The text

extension PatternParser {
    var next: Unicode.Scalar? { scalar(at: 0) }

    /// `nil`: the text ends before.
    func scalar(at distance: Int) -> Unicode.Scalar? {
        position + distance < scalars.count ? scalars[position + distance] : nil
    }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    /// What stands from a place to here.
    func text(from start: Int) -> String { text(start..<position) }

    private func text(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range])
        return String(text)
    }

    func failure(_ problem: PatternError.Problem, from start: Int) -> PatternError {
        PatternError(problem: problem, part: text(from: start))
    }

    func failureToEnd(_ problem: PatternError.Problem, from start: Int) -> PatternError {
        PatternError(problem: problem, part: text(start..<scalars.count))
    }
}

// MARK: - What is put together

extension PatternParser {
    mutating func add(_ instruction: PatternInstruction) throws(PatternError) {
        try grow(by: 1)
        push(PatternFragment(instruction))
    }

    mutating func addLiteral(_ scalar: Unicode.Scalar) throws(PatternError) {
        if flags.ignoresCase, CaseVariants.of(scalar).count > 1 {
            try add(.oneOf(ScalarSet([scalar.value...scalar.value], ignoresCase: true)))
        } else {
            try add(.scalar(scalar))
        }
    }

    mutating func beginGroup(_ inner: Flags) throws(PatternError) {
        guard groups.count < Self.maximumDepth else { throw failureToEnd(.nestedTooDeeply, from: 0) }
        groups.append(Group(outerFlags: flags))
        flags = inner
    }

    private mutating func closeGroup() throws(PatternError) {
        guard groups.count > 1 else { throw failureToEnd(.unexpectedParenthesis, from: 0) }
        flags = groups[groups.count - 1].outerFlags
        push(closedGroup())
    }

    private mutating func beginBranch() throws(PatternError) {
        try grow(by: 2)
        endBranch()
    }

    private mutating func repeatLast(_ count: PatternRepetition, from start: Int) throws(PatternError) {
        if let before = lastRepetition { throw failure(.invalidNesting, from: before) }
        guard let last = groups[groups.count - 1].last else { throw failure(.missingRepeatArgument, from: start) }
        guard last.copies(repeated: count) <= Self.maximumCount else { throw failure(.invalidRepeatCount, from: start) }
        try grow(by: last.size(repeated: count) - last.code.count)
        groups[groups.count - 1].last = last.repeated(count)
    }

    private mutating func push(_ fragment: PatternFragment) {
        joinLast()
        groups[groups.count - 1].last = fragment
    }

    private mutating func joinLast() {
        guard let last = groups[groups.count - 1].last else { return }
        groups[groups.count - 1].branch.append(last)
        groups[groups.count - 1].last = nil
    }

    private mutating func endBranch() {
        joinLast()
        groups[groups.count - 1].branches.append(groups[groups.count - 1].branch)
        groups[groups.count - 1].branch = PatternFragment()
    }

    private mutating func closedGroup() -> PatternFragment {
        endBranch()
        return PatternFragment(anyOf: groups.removeLast().branches)
    }

    /// Counts before anything is made, so that what is too large never is.
    private mutating func grow(by count: Int) throws(PatternError) {
        size += count
        guard size <= Pattern.maximumSize else { throw failureToEnd(.tooLarge, from: 0) }
    }
}
