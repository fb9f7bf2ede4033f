internal import CFairwayLinux

/// The time of day.
package enum UnixTime {
    /// Seconds since 1970, some milliseconds exact. It may run backwards when the clock is set.
    package static var now: UInt64 { fairway_unix_seconds() }
}
