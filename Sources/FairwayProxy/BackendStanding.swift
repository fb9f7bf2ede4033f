import FairwayCore
import FairwayLinux
import FairwayNet
import Synchronization

/// How one backend has fared, as all threads know it.
///
/// Looked at where a flow begins: while all is well that is one load, of memory that nobody writes.
final class BackendStanding: Sendable {
    private let isTrusted = Atomic<Bool>(true)
    private let suspicion = Mutex(Suspicion())

    /// Whether a new flow may go there.
    func admits(now: MonotonicTime) -> Bool {
        isTrusted.load(ordering: .relaxed) || suspicion.withLock { $0.admits(now: now.milliseconds) }
    }

    /// Has a new flow begin there, if it may: see `Suspicion.begin`.
    func begin(now: MonotonicTime) -> Bool {
        isTrusted.load(ordering: .relaxed) || change { $0.begin(now: now.milliseconds) }
    }

    /// Notes that a flow failed there.
    func failed(now: MonotonicTime) {
        change { $0.failed(now: now.milliseconds) }
    }

    /// Notes that a flow fared well there.
    func succeeded() {
        if !isTrusted.load(ordering: .relaxed) { change { $0.succeeded() } }
    }

    @discardableResult
    private func change<Value: Sendable>(_ body: (inout Suspicion) -> Value) -> Value {
        suspicion.withLock { suspicion in
            let value = body(&suspicion)
            isTrusted.store(suspicion.isTrusted, ordering: .relaxed)
            return value
        }
    }
}

/// The standings of all backends, to find them again when a table changes.
struct BackendStandings {
    /// Backends are apart from one another by protocol: one may answer where the other does not.
    private struct Key: Hashable {
        let backend: Backend
        let transport: TransportProtocol
    }

    private var standings: [Key: BackendStanding] = [:]
    /// How many there may be before those are forgotten that nobody refers to.
    private var limit = 1_024

    /// What is known of the backends of a frontend.
    mutating func standings(of backends: [Backend], by transport: TransportProtocol) -> [BackendStanding] {
        backends.map { backend in
            let key = Key(backend: backend, transport: transport)
            let standing = standings[key] ?? BackendStanding()
            standings[key] = standing
            return standing
        }
    }

    /// Forgets backends that no frontend has any more, when there are many. To be called when no table is being changed.
    mutating func forget() {
        guard standings.count > limit else { return }
        var gone: [Key] = []
        for index in standings.indices where isKnownUniquelyReferenced(&standings.values[index]) {
            gone.append(standings.keys[index])
        }
        for key in gone { standings[key] = nil }
        limit = max(1_024, 2 * standings.count)
    }
}
