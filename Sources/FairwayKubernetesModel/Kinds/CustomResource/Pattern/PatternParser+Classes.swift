extension PatternParser {
    /// `[…]`
    mutating func readClass() throws(PatternError) {
        let start = position
        position += 1
        let isNegated = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        // A bracket that comes first stands for itself.
        repeat { ranges += try classPart(of: start) } while next != "]"
        position += 1
        try add(.oneOf(ScalarSet(ranges, isNegated: isNegated, ignoresCase: flags.ignoresCase)))
    }

    private mutating func classPart(of start: Int) throws(PatternError) -> [ClosedRange<UInt32>] {
        if let group = try posixGroup() { return group }
        if let group = takeGroup() { return group }
        let partStart = position
        if next == "\\", let letter = scalar(at: 1), letter == "p" || letter == "P" {
            position += 2
            throw failure(.unsupportedClass, from: partStart)
        }
        let low = try classScalar(of: start)
        guard next == "-", let end = scalar(at: 1), end != "]" else { return [low.value...low.value] }
        position += 1
        let high = try classScalar(of: start)
        guard low <= high else { throw failure(.invalidClass, from: partStart) }
        return [low.value...high.value]
    }

    private mutating func classScalar(of start: Int) throws(PatternError) -> Unicode.Scalar {
        guard let scalar = next else { throw failure(.missingBracket, from: start) }
        if scalar == "\\" { return try escapedScalar() }
        position += 1
        return scalar
    }

    /// `[:alpha:]` or `[:^alpha:]`; `nil`: nothing of that form stands here, and the bracket stands for itself.
    private mutating func posixGroup() throws(PatternError) -> [ClosedRange<UInt32>]? {
        guard next == "[", scalar(at: 1) == ":" else { return nil }
        let start = position
        position += 2
        let isNegated = take("^")
        let nameStart = position
        while let letter = next, PatternAssertion.isWord(letter) { position += 1 }
        let name = text(from: nameStart)
        guard take(":"), take("]") else {
            position = start
            return nil
        }
        guard let group = ScalarSet.Group(posixName: name) else { throw failure(.invalidClass, from: start) }
        return isNegated ? group.others(ignoringCase: flags.ignoresCase) : group.ranges
    }
}
