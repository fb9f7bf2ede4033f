/// Whom an event is for, in the 64 bits that epoll carries: a kind, and a handle's generation and index.
struct EventToken {
    enum Kind: UInt64 {
        case wakeup
        /// A listener or a frontend's UDP socket.
        case frontend
        case client
        case backend
        /// The UDP socket towards a backend.
        case session
    }

    let rawValue: UInt64

    init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    init<Element>(_ kind: Kind, _ handle: Slab<Element>.Handle) {
        rawValue = kind.rawValue << 60 | UInt64(handle.generation) << 32 | UInt64(handle.index)
    }

    static let wakeup = EventToken(rawValue: 0)

    var kind: Kind? { Kind(rawValue: rawValue >> 60) }

    /// The handle: of the slab that belongs to the kind.
    func handle<Element>() -> Slab<Element>.Handle {
        Slab.Handle(
            index: UInt32(truncatingIfNeeded: rawValue),
            generation: UInt32(truncatingIfNeeded: rawValue >> 32) & 0xFFF_FFFF)
    }
}
