extension PatternParser {
    /// `(`, `(?:`, `(?P<name>`, `(?<name>`, `(?flags:` and `(?flags)`
    mutating func openGroup() throws(PatternError) {
        let start = position
        position += 1
        guard take("?") else { return try beginGroup(flags) }
        if next == "<" || next == "P" && scalar(at: 1) == "<" {
            try readName(from: start)
            try beginGroup(flags)
        } else {
            try readFlags(from: start)
        }
    }

    private mutating func readName(from start: Int) throws(PatternError) {
        _ = take("P")
        _ = take("<")
        let nameStart = position
        while let scalar = next, scalar != ">" {
            guard PatternAssertion.isWord(scalar) else { throw failureToEnd(.invalidName, from: start) }
            position += 1
        }
        let name = text(from: nameStart)
        guard take(">"), !name.isEmpty else { throw failure(.invalidName, from: start) }
    }

    private mutating func readFlags(from start: Int) throws(PatternError) {
        var (inner, value, needsFlag) = (flags, true, false)
        while let scalar = next {
            position += 1
            switch scalar {
            case "i": inner.ignoresCase = value
            case "m": inner.isMultiline = value
            case "s": inner.dotTakesNewline = value
            case "U": break  // Which of several matches is preferred makes no difference here.
            case "-" where value:
                (value, needsFlag) = (false, true)
                continue
            case ":" where !needsFlag: return try beginGroup(inner)
            case ")" where !needsFlag:
                flags = inner
                return
            default: throw failure(.unsupportedSyntax, from: start)
            }
            needsFlag = false
        }
        throw failure(.unsupportedSyntax, from: start)
    }
}
