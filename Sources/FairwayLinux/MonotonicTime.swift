internal import CFairwayLinux

/// Milliseconds since some moment in the past, never running backwards, some milliseconds exact.
package struct MonotonicTime: Comparable, Sendable {
    package var milliseconds: UInt64

    package init(milliseconds: UInt64) {
        self.milliseconds = milliseconds
    }

    package static var now: MonotonicTime {
        MonotonicTime(milliseconds: fairway_monotonic_milliseconds())
    }

    package func advanced(by milliseconds: UInt64) -> MonotonicTime {
        MonotonicTime(milliseconds: self.milliseconds + milliseconds)
    }

    /// The milliseconds from this time to a later one; 0 to an earlier one.
    package func milliseconds(until later: MonotonicTime) -> UInt64 {
        later > self ? later.milliseconds - milliseconds : 0
    }

    package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
}
