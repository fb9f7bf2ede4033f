import FairwayCore
import FairwayLinux

/// What an engine leaves to another one that takes its place: the sockets that clients and backends know, and what
/// belongs to them. TCP connections are not part of it: they come to their end where they are.
package struct ProxyEstate: Sendable {
    /// What each thread has. It stays together: the kernel spreads clients over the sockets of a frontend, and a client's
    /// session is to be where its datagrams come in.
    var workers: [WorkerEstate] = []
    /// The backends of the clients of each port with affinity, longest unused first.
    var clients: [AffinityScope: [RememberedClient]] = [:]

    package init() {}

    /// How many sockets there are.
    package var socketCount: Int { workers.reduce(0) { $0 + $1.frontends.count + $1.sessions.count } }
}

/// What one thread leaves.
struct WorkerEstate: Sendable {
    var frontends: [Frontend: BoundSocket] = [:]
    var sessions: [InheritedSession] = []
}

/// A UDP session without the thread that it belongs to.
struct InheritedSession: Sendable {
    let frontend: Frontend
    let client: KernelAddress
    let target: Backend
    let attempts: Int
    let lastActive: MonotonicTime
    let replied: Bool
    let isUnintroduced: Bool
    let refused: Bool
    /// The socket towards the backend. In memory that cannot own it: whoever takes the session up closes it.
    let descriptor: Int32
}

extension InheritedSession {
    init(_ session: UDPSession) {
        self.init(
            frontend: session.frontend.pointee.frontend, client: session.client, target: session.target,
            attempts: session.attempts, lastActive: session.lastActive, replied: session.replied,
            isUnintroduced: session.isUnintroduced, refused: session.refused, descriptor: session.descriptor)
    }
}
