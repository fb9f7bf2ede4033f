extension FixedWidthInteger {
    /// Reads a number of decimal digits and nothing else, where the standard initializer would take a sign as well.
    init?(digits: some StringProtocol) {
        guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        self.init(String(digits))
    }
}
