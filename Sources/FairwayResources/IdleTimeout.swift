/// Reads an idle timeout: seconds (`90`), or a number with `s`, `m` or `h` (`90s`, `2m`, `2h`).
///
/// - Returns: seconds, from 1 to `maximumIdleTimeout`; `nil` for everything else.
func idleTimeout(_ text: String) -> UInt32? { wholeSeconds(text, upTo: maximumIdleTimeout) }

/// The longest idle timeout that can be asked for, in seconds: 30 days. A flow that is silent for longer is a leak.
let maximumIdleTimeout: UInt32 = 30 * 24 * 3_600

/// Reads seconds (`90`), or a number with `s`, `m` or `h` (`90s`, `2m`, `2h`), from one second to `maximum`.
func wholeSeconds(_ text: String, upTo maximum: UInt32) -> UInt32? {
    let units: [Character: UInt64] = ["s": 1, "m": 60, "h": 3_600]
    let unit = text.last.flatMap { units[$0] }
    let digits = unit == nil ? text[...] : text.dropLast()
    guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
        let number = UInt64(digits)
    else { return nil }
    let (seconds, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
    guard !overflow, (1...UInt64(maximum)).contains(seconds) else { return nil }
    return UInt32(seconds)
}
