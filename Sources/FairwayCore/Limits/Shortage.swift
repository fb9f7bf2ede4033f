/// When to speak of something that people must know of and that may happen a thousand times each second.
package struct Shortage: Hashable, Sendable {
    /// From one time to the next at least, in milliseconds.
    package static let interval: UInt64 = 60_000

    private var count: UInt64 = 0
    private var nextTime: UInt64 = 0

    package init() {}

    /// Notes that it happened so many times. `now` is in milliseconds since some moment.
    /// - Returns: how often it has happened since that was last told, where it is time to tell.
    package mutating func note(_ times: Int, now: UInt64) -> UInt64? {
        count &+= UInt64(times)
        guard now >= nextTime else { return nil }
        defer { count = 0 }
        nextTime = now + Self.interval
        return count
    }
}
