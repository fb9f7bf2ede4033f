/// Reads an unsigned decimal number the strict way: digits only, no sign, no leading zero, not over `maximum`.
///
/// A leading zero is refused since half of the world's parsers read it as octal (RFC 6943 §3.1.1).
func decimalNumber(_ digits: some Collection<UInt8>, maximum: UInt32) -> UInt32? {
    guard let first = digits.first, first != UInt8(ascii: "0") || digits.count == 1 else { return nil }
    var value: UInt32 = 0
    for digit in digits {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
        value = value * 10 + UInt32(digit - UInt8(ascii: "0"))
        guard value <= maximum else { return nil }
    }
    return value
}
