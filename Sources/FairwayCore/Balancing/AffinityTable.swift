package import FairwayNet

/// Which backend each client of one port of a Service had last.
///
/// It holds so many clients and no more: when one more comes, the one that has made no flow for longest is forgotten.
/// Looked at when a flow begins, never for a packet. For one thread at a time.
package struct AffinityTable: ~Copyable {
    private var clients: RecentClients<Backend>

    /// - Parameter capacity: how many clients are remembered, at least 1.
    package init(capacity: Int) {
        clients = RecentClients(capacity: capacity)
    }

    /// How many clients are remembered, those among them whose time is over.
    package var count: Int { clients.count }

    /// Chooses the backend of a client's new flow: the one that the client had, while its time is not over and the
    /// backend takes new flows; else the one that `otherwise` gives, which is the client's from then on.
    ///
    /// `now` is in milliseconds since some moment, and may be a little behind that of another call.
    /// - Returns: the backend; `nil` where `otherwise` has none.
    package mutating func backend(
        of client: IPAddress, by affinity: ClientAffinity, now: UInt64, takes: (Backend) -> Bool,
        otherwise: () -> Backend?
    ) -> Backend? {
        if let place = clients.place(of: client), now < clients.lastUse(at: place) + affinity.milliseconds {
            let backend = clients.value(at: place)
            if takes(backend) {
                clients.use(place, as: backend, now: now)
                return backend
            }
        }
        guard let backend = otherwise() else { return nil }
        remember(backend, of: client, by: affinity, now: now)
        return backend
    }

    /// Notes that a client's flow has gone to `backend`.
    package mutating func remember(
        _ backend: Backend, of client: IPAddress, by affinity: ClientAffinity, now: UInt64
    ) {
        if let place = clients.place(of: client) {
            clients.use(place, as: backend, now: now)
        } else {
            clients.insert(client, backend, now: now, lifetime: affinity.milliseconds)
        }
    }

    /// Tells of every client that is remembered: its backend, and when its latest flow began; longest ago first.
    package func forEach(_ body: (_ client: IPAddress, _ backend: Backend, _ lastUse: UInt64) -> Void) {
        clients.forEach(body)
    }
}

extension ClientAffinity {
    fileprivate var milliseconds: UInt64 { UInt64(timeout) * 1_000 }
}
