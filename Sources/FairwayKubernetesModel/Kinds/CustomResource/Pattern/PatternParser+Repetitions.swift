extension PatternParser {
    /// The highest count of a repetition, and of repetitions inside each other together.
    static let maximumCount = 1000

    /// The repetition that stands here, with its `?`; `nil`: none does.
    mutating func repetition() throws(PatternError) -> PatternRepetition? {
        guard let count = try count() else { return nil }
        _ = take("?")
        return count
    }

    private mutating func count() throws(PatternError) -> PatternRepetition? {
        if take("*") { return PatternRepetition(least: 0) }
        if take("+") { return PatternRepetition(least: 1) }
        if take("?") { return PatternRepetition(least: 0, most: 1) }
        let start = position
        guard let count = bracedCount() else {
            // A brace that counts nothing stands for itself.
            position = start
            return nil
        }
        let highest = max(count.least, count.most ?? 0)
        guard highest <= Self.maximumCount, count.most.map({ $0 >= count.least }) ?? true else {
            throw failure(.invalidRepeatCount, from: start)
        }
        return count
    }

    private mutating func bracedCount() -> PatternRepetition? {
        guard take("{"), let least = number() else { return nil }
        var most: Int? = least
        if take(",") {
            if take("}") { return PatternRepetition(least: least) }
            most = number()
            guard most != nil else { return nil }
        }
        return take("}") ? PatternRepetition(least: least, most: most) : nil
    }

    /// A decimal number without needless zeros; one that is too high in any case is not told from another such.
    private mutating func number() -> Int? {
        let start = position
        var number = 0
        while let scalar = next, ("0"..."9").contains(scalar) {
            number = min(10 * number + Int(scalar.value - 0x30), Self.maximumCount + 1)
            position += 1
        }
        let digits = text(from: start)
        return digits.isEmpty || digits.utf8.count > 1 && digits.hasPrefix("0") ? nil : number
    }
}
