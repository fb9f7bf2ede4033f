import FairwayCore
import FairwayLinux

/// One client of a UDP frontend, and the socket by which its datagrams go to a backend.
///
/// Lives in a slab of one thread, which closes its descriptor before it removes it.
struct UDPSession {
    /// Connected to the backend: only the backend's answers arrive.
    var descriptor: Int32
    let client: KernelAddress
    let key: AddressKey
    let frontend: UnsafeMutablePointer<FrontendState>
    let hash: UInt64
    var target: Backend
    /// Which of the backends that the hash leads to, one after another, it goes to.
    var attempts = 0
    var lastActive: MonotonicTime
    /// Whether the backend has answered.
    var replied = false
    /// When it last did.
    var lastAnswer: MonotonicTime?
    var silence = Silence()
    /// Whether the next datagram has to tell the backend who the client is.
    var isUnintroduced = false
    /// Whether the backend was reported unreachable: the next datagram goes to another.
    var refused = false
}

extension UDPSession {
    /// How long, in milliseconds, a session is left to wait for an answer, or for its client's next datagram, while others
    /// want its place.
    private static let patience: UInt64 = 1_000

    /// Whether it may be given up for another client's: when it was never answered, which a client who forges its address
    /// cannot help, and has been silent for a while.
    func yields(now: MonotonicTime) -> Bool {
        !replied && now >= lastActive.advanced(by: Self.patience)
    }
}
