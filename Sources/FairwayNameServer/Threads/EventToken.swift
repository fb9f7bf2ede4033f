/// Whom an event is for, in the 64 bits that epoll carries: a kind, a serial and a number.
struct EventToken {
    enum Kind: UInt64 {
        case wakeup
        /// A socket for datagrams, by its number among the thread's.
        case datagrams
        /// A listener, by its number among the thread's.
        case listener
        /// A connection, by its descriptor.
        case connection
    }

    let rawValue: UInt64

    init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// `serial` has 28 bits.
    init(_ kind: Kind, _ number: Int, serial: UInt32 = 0) {
        rawValue = kind.rawValue << 60 | UInt64(serial) << 32 | UInt64(UInt32(truncatingIfNeeded: number))
    }

    static let wakeup = EventToken(.wakeup, 0)

    var kind: Kind? { Kind(rawValue: rawValue >> 60) }
    var number: Int { Int(UInt32(truncatingIfNeeded: rawValue)) }
    var serial: UInt32 { UInt32(truncatingIfNeeded: rawValue >> 32) & 0xFFF_FFFF }
}
