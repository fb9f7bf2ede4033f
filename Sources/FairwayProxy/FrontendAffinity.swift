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

    fileprivate let table: Mutex<AffinityTable>

    /// `clients` are those that there were elsewhere, longest unused first.
    init(_ clients: [RememberedClient] = []) {
        var table = AffinityTable(capacity: Self.capacity)
        // Whose time is over is for the table to see when the client comes again.
        for client in clients {
            table.remember(client.backend, of: client.address, by: .longest, now: client.lastUse)
        }
        self.table = Mutex(table)
    }

    /// All of them, longest unused first.
    var remembered: [RememberedClient] {
        table.withLock { table in
            var clients: [RememberedClient] = []
            table.forEach { clients.append(RememberedClient(address: $0, backend: $1, lastUse: $2)) }
            return clients
        }
    }
}

/// The backend that a client had, and when its latest flow began, in the engine's milliseconds.
struct RememberedClient: Sendable {
    let address: IPAddress
    let backend: Backend
    let lastUse: UInt64
}

extension ClientAffinity {
    fileprivate static let longest = ClientAffinity(timeout: .max)
}

/// Whose clients are one set: affinity is kept by port and protocol of a Service, as kube-proxy keeps it.
struct AffinityScope: Hashable {
    let service: ServiceKey
    let port: TransportPort
}

extension AffinityScope {
    init(_ frontend: Frontend, of service: ServiceKey) {
        self.service = service
        port = TransportPort(frontend.port, frontend.transport)
    }
}
