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
