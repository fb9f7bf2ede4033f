/// Since when a UDP flow's backend has left it without an answer. Looked at from time to time, in milliseconds.
package struct Silence: Hashable, Sendable {
    /// The first look at which something had been sent and not answered.
    private var since: UInt64?

    package init() {}

    /// - Parameters:
    ///   - active: when the latest datagram went either way.
    ///   - answered: when the latest answer came; `nil`: none has.
    ///   - now: the time of this look.
    /// - Returns: for how long there was no answer to what was sent; 0 where there was, or nothing was sent.
    package mutating func length(active: UInt64, answered: UInt64?, now: UInt64) -> UInt64 {
        guard active > answered ?? 0 else {
            since = nil
            return 0
        }
        if let since, let answered, answered >= since { self.since = nil }
        let start = since ?? active
        since = start
        return now > start ? now - start : 0
    }
}
