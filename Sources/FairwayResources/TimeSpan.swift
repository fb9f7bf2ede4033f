/// Reads a span of time: seconds (`90`), or a number with `s`, `m` or `h` (`90s`, `2m`, `2h`).
///
/// - Returns: seconds; `nil` for everything else, and for what is not in `range`.
package func seconds(reading text: String, in range: ClosedRange<UInt32>) -> UInt32? {
    let units: [Character: UInt64] = ["s": 1, "m": 60, "h": 3_600]
    let unit = text.last.flatMap { units[$0] }
    let digits = unit == nil ? text[...] : text.dropLast()
    guard let number = UInt64(digits: digits) else { return nil }
    let (product, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
    guard !overflow, let seconds = UInt32(exactly: product), range.contains(seconds) else { return nil }
    return seconds
}

/// The longest idle timeout that can be asked for, in seconds: 30 days. A flow that is silent for longer is a leak.
let maximumIdleTimeout: UInt32 = 30 * 24 * 3_600
