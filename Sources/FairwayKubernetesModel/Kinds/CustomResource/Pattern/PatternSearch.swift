/// A run of an expression over one text, with the set of all states it may be in.
struct PatternSearch {
    private let program: [PatternInstruction]
    private let ignoresCase: Bool
    /// The states that wait for a scalar.
    private var waiting: [Int] = []
    /// The place at which each state was last come to.
    private var seen: [Int]
    private var place = 0
    private var pending: [Int] = []

    init(_ program: [PatternInstruction], ignoresCase: Bool) {
        self.program = program
        self.ignoresCase = ignoresCase
        seen = Array(repeating: 0, count: program.count)
    }

    mutating func finds(_ text: String) -> Bool {
        var rest = text.unicodeScalars.makeIterator()
        var (before, after) = (Unicode.Scalar?.none, rest.next())
        while true {
            // A match may begin anywhere.
            pending.append(0)
            if goOn(between: before, and: after) { return true }
            guard let scalar = after else { return false }
            take(scalar)
            (before, after) = (scalar, rest.next())
        }
    }

    /// Follows what takes no scalar; `true`: a match is found.
    private mutating func goOn(between before: Unicode.Scalar?, and after: Unicode.Scalar?) -> Bool {
        place += 1
        waiting.removeAll(keepingCapacity: true)
        while let state = pending.popLast() {
            guard seen[state] != place else { continue }
            seen[state] = place
            switch program[state] {
            case .scalar, .oneOf: waiting.append(state)
            case .assert(let assertion):
                if assertion.holds(between: before, and: after) { pending.append(state + 1) }
            case .jump(let distance): pending.append(state + distance)
            case .fork(let distance):
                pending.append(state + 1)
                pending.append(state + distance)
            case .match: return true
            }
        }
        return false
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        let variants = ignoresCase ? CaseVariants.of(scalar) : []
        for state in waiting {
            let isTaken =
                switch program[state] {
                case .scalar(let wanted): wanted == scalar
                case .oneOf(let set): set.ignoresCase ? set.contains(anyOf: variants) : set.contains(scalar)
                case .assert, .jump, .fork, .match: false
                }
            if isTaken { pending.append(state + 1) }
        }
    }
}
