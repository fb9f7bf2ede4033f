import FairwayLinux
import FairwayNet

/// Who asks, and how.
struct Client: Hashable, Sendable {
    var address: IPAddress
    var transport: TransportProtocol
}

/// A moment, by both clocks.
struct Moment: Sendable {
    var monotonic: MonotonicTime
    /// Seconds since 1970.
    var unix: UInt64

    static var now: Moment { Moment(monotonic: .now, unix: UnixTime.now) }
}
