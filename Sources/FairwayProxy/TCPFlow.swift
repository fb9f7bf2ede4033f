import FairwayCore
import FairwayLinux

/// One connection of a client and the one made for it to a backend.
///
/// Lives in a slab of one thread, which closes its descriptors before it removes it.
struct TCPFlow {
    enum Phase {
        case connecting(until: MonotonicTime)
        case established
    }

    /// The client's address and port.
    let peer: KernelAddress
    var client: Side
    var backend: Side
    let frontend: UnsafeMutablePointer<FrontendState>
    let hash: UInt64
    let started: MonotonicTime
    /// The backend it was given at first.
    let first: Backend
    /// The backend it goes to, or tries to.
    var target: Backend
    /// How many backends were tried.
    var attempts = 0
    var phase: Phase
    var lastActive: MonotonicTime
    /// Whether the kernel was asked to find out whether a silent backend is still there.
    var isBackendWatched = false
    /// Whether it waits in the thread's queue for another turn.
    var isQueued = false

    /// Whether one side has finished sending.
    var isHalfClosed: Bool { client.finished || backend.finished }

    /// Whether both sides have been told that nothing more comes.
    var isComplete: Bool { client.ended && backend.ended }
}

/// One of the two connections of a flow, and what is still to be sent along it.
struct Side {
    /// -1 before there is a connection.
    var descriptor: Int32
    /// Events come once (edge-triggered), so these stay until the kernel says otherwise.
    var readable = false
    var writable = false
    /// The peer will send no more than is there already.
    var ending = false
    /// There was urgent data: a short read does not mean that nothing is left.
    var urgent = false
    /// The connection broke.
    var failed = false
    /// Everything that the peer sent has been read.
    var finished = false
    /// FIN was sent.
    var ended = false
    /// How many reads in a row brought much.
    var largeReads = 0
    /// What was read from the other side and not yet written to this one.
    var waiting = Waiting()

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    mutating func note(_ readiness: Readiness) {
        if readiness.letsRead { readable = true }
        if readiness.letsWrite { writable = true }
        if readiness.isLast { ending = true }
        if readiness.isUrgent { urgent = true }
        if readiness.isError { failed = true }
    }

    /// Spares the read that would only say that nothing is left, or that it is the end.
    mutating func noteShortRead() {
        guard !urgent, !failed else { return }
        if ending { finished = true } else { readable = false }
    }
}

/// Bytes on their way from one side to the other: in a buffer, in a pipe or none.
struct Waiting {
    var count = 0
    var pipe: PipeEnds?
    var buffer: UnsafeMutableRawPointer?
    /// Where in the buffer the bytes begin.
    var offset = 0
}
