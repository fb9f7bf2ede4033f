import FairwayCore
import FairwayLinux
import FairwayNet
import Synchronization

/// How the clients of a frontend keep their backends.
struct FrontendAffinity: Sendable {
    let affinity: ClientAffinity
    let clients: AffinityClients

    /// The backend of a client's new flow; `nil` when none takes flows.
    func backend(
        of client: KernelAddress, among choice: BackendChoice, hash: UInt64, now: MonotonicTime
    ) -> Backend? {
        let address = client.socketAddress.address
        return clients.table.withLock { table in
            table.backend(
                of: address, by: affinity, now: now.milliseconds, takes: { choice.takes($0, now: now) },
                otherwise: { choice.pick(hash: hash, now: now) })
        }
    }

    /// Notes that a client's flow went to another backend, since the one it was to go to cannot be reached: the next
    /// one need not find that out again.
    func move(_ client: KernelAddress, to backend: Backend, now: MonotonicTime) {
        let address = client.socketAddress.address
        clients.table.withLock { $0.remember(backend, of: address, by: affinity, now: now.milliseconds) }
    }
}

/// The clients of one port of a Service, for all threads: a client's flows come in at any of them, and at any of the
/// Service's addresses.
final class AffinityClients: Sendable {
    /// Each takes about 150 bytes. Each port has so many of its own, so that a flood of clients at one is no trouble for
    /// those of another.
    private static let capacity = 65_536

    fileprivate let table = Mutex(AffinityTable(capacity: capacity))
}

/// Whose clients are one set: affinity is kept by port and protocol of a Service, as kube-proxy keeps it.
struct AffinityScope: Hashable {
    let service: ServiceKey
    let port: TransportPort

    init(_ frontend: Frontend, of service: ServiceKey) {
        self.service = service
        port = TransportPort(frontend.port, frontend.transport)
    }
}
