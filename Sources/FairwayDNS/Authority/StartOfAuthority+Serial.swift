extension StartOfAuthority {
    /// The serial of a zone that has changed: the time in seconds since 1970, or where that is not after the last serial
    /// (RFC 1982 §3.2), the one that follows it. So it grows whoever chooses it, and by however much a clock was wrong.
    /// `old` is `nil` where there was none.
    package static func serial(after old: UInt32?, at now: Int64) -> UInt32 {
        let time = UInt32(truncatingIfNeeded: now)
        guard let old else { return time }
        let isLater = (1..<0x8000_0000).contains(time &- old)
        return isLater ? time : old &+ 1
    }
}
