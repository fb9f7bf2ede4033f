import Foundation
import Synchronization

/// The uids of objects: UUIDs of version 7 (RFC 9562 §5.7).
///
/// They sort by when they were made, also within the second that `creationTimestamp` tells, so that of two objects it can
/// always be said which is the older.
enum ObjectUID {
    /// The last time that was used, in 4,096ths of a millisecond since 1970.
    private static let last = Mutex<UInt64>(0)

    static func make() -> String {
        let now = UInt64(max(0, Date().timeIntervalSince1970) * 4_096_000)
        let time = last.withLock { last in
            last = max(last + 1, now)
            return last
        }
        let high = (time >> 12) << 16 | 0x7000 | time & 0xFFF
        let low = UInt64.random(in: 0..<1 << 62) | 1 << 63
        return text(high, low)
    }

    /// 8-4-4-4-12 lower-case hexadecimal digits.
    private static func text(_ high: UInt64, _ low: UInt64) -> String {
        let digits = Array(
            [high, low].map { number in
                let text = String(number, radix: 16)
                return String(repeating: "0", count: 16 - text.count) + text
            }.joined())
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }
}
