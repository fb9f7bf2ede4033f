extension PatternParser {
    mutating func readEscape() throws(PatternError) {
        let start = position
        switch scalar(at: 1) {
        case "A": try addAssertion(.startOfText)
        case "z": try addAssertion(.endOfText)
        case "b": try addAssertion(.wordBoundary)
        case "B": try addAssertion(.noWordBoundary)
        case "Q": try readQuotation()
        case "p", "P":
            position += 2
            throw failure(.unsupportedClass, from: start)
        default:
            if let group = takeGroup() {
                try add(.oneOf(ScalarSet(group, ignoresCase: flags.ignoresCase)))
            } else {
                try addLiteral(try escapedScalar())
            }
        }
    }

    private mutating func addAssertion(_ assertion: PatternAssertion) throws(PatternError) {
        position += 2
        try add(.assert(assertion))
    }

    /// `\Q…\E`, whose end may be that of the expression.
    private mutating func readQuotation() throws(PatternError) {
        position += 2
        while let scalar = next {
            if scalar == "\\", self.scalar(at: 1) == "E" {
                position += 2
                return
            }
            position += 1
            try addLiteral(scalar)
        }
    }

    /// What `\d`, `\D` and the like stand for; `nil`: none of them stands here.
    mutating func takeGroup() -> [ClosedRange<UInt32>]? {
        guard next == "\\", let letter = scalar(at: 1), let group = ScalarSet.Group(escape: letter) else { return nil }
        position += 2
        return letter.properties.isUppercase ? group.others(ignoringCase: flags.ignoresCase) : group.ranges
    }

    /// The scalar that the escape here stands for.
    mutating func escapedScalar() throws(PatternError) -> Unicode.Scalar {
        let start = position
        position += 1
        guard let scalar = next else { throw failure(.trailingBackslash, from: position) }
        position += 1
        switch scalar {
        case "a": return "\u{07}"
        case "f": return "\u{0C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "v": return "\u{0B}"
        case "x":
            if let scalar = hexadecimal() { return scalar }
        case "0"..."7":
            if let scalar = octal(scalar) { return scalar }
        default:
            if scalar.isASCII, !scalar.properties.isAlphabetic, scalar.properties.numericType == nil { return scalar }
        }
        throw failure(.invalidEscape, from: start)
    }

    /// `\xHH` or `\x{H…}`
    private mutating func hexadecimal() -> Unicode.Scalar? {
        guard take("{") else {
            guard let high = hexadecimalDigit(), let low = hexadecimalDigit() else { return nil }
            return Unicode.Scalar(16 * high + low)
        }
        guard var value = hexadecimalDigit() else { return nil }
        while let digit = hexadecimalDigit() { value = min(16 * value + digit, 0x110000) }
        return take("}") ? Unicode.Scalar(value) : nil
    }

    private mutating func hexadecimalDigit() -> UInt32? {
        guard let scalar = next, scalar.isASCII, let digit = Character(scalar).hexDigitValue else { return nil }
        position += 1
        return UInt32(digit)
    }

    /// Up to three digits; one that is not zero and stands alone would refer back to a group.
    private mutating func octal(_ first: Unicode.Scalar) -> Unicode.Scalar? {
        let start = position
        var value = first.value - 0x30
        while position < start + 2, let scalar = next, ("0"..."7").contains(scalar) {
            value = 8 * value + scalar.value - 0x30
            position += 1
        }
        return first != "0" && position == start ? nil : Unicode.Scalar(value)
    }
}
