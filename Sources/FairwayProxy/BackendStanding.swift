import FairwayCore
import FairwayLinux
import FairwayNet
import Synchronization

/// How one backend has fared, as all threads know it.
///
/// Looked at where a flow begins: while all is well that is two loads, of memory that nobody writes.
final class BackendStanding: Sendable {
    private let isTrusted = Atomic<Bool>(true)
    private let isDown = Atomic<Bool>(false)
    /// When it last answered a UDP client, in milliseconds, about a second exact; 0: never. Only where that is watched.
    private let latestAnswer = Atomic<UInt64>(0)
    private let suspicion: Mutex<Suspicion>
    private let change: (@Sendable (_ isTrusted: Bool) -> Void)?

    /// `change` is called when it stops and begins to be trusted; `trustsSilence` is as in `Suspicion`.
    init(trustsSilence: Bool = true, change: (@Sendable (_ isTrusted: Bool) -> Void)? = nil) {
        suspicion = Mutex(Suspicion(trustsSilence: trustsSilence))
        self.change = change
    }

    var state: BackendState {
        if isDown.load(ordering: .relaxed) { return .down }
        return isTrusted.load(ordering: .relaxed) ? .up : .suspect
    }

    /// Whether a new flow may go there.
    func admits(now: MonotonicTime) -> Bool {
        guard !isDown.load(ordering: .relaxed) else { return false }
        return isTrusted.load(ordering: .relaxed) || suspicion.withLock { $0.admits(now: now.milliseconds) }
    }

    /// Has a new flow begin there, if it may: see `Suspicion.begin`.
    func begin(now: MonotonicTime) -> Bool {
        guard !isDown.load(ordering: .relaxed) else { return false }
        return isTrusted.load(ordering: .relaxed) || note { $0.begin(now: now.milliseconds) }
    }

    /// Notes that a flow failed there.
    func failed(now: MonotonicTime) {
        note { $0.failed(now: now.milliseconds) }
    }

    /// Notes that a flow fared well there.
    func succeeded() {
        if !isTrusted.load(ordering: .relaxed) { note { $0.succeeded() } }
    }

    /// Notes what a health check finds.
    func set(isDown: Bool) { self.isDown.store(isDown, ordering: .relaxed) }

    /// Notes when it answered a UDP client.
    func answered(at time: MonotonicTime) {
        latestAnswer.max(time.milliseconds, ordering: .relaxed)
    }

    /// Whether it has answered UDP clients, and none of them for so many milliseconds.
    func hasFallenSilent(for milliseconds: UInt64, now: MonotonicTime) -> Bool {
        let latest = latestAnswer.load(ordering: .relaxed)
        return latest > 0 && now.milliseconds >= latest + milliseconds
    }

    @discardableResult
    private func note<Value: Sendable>(_ body: (inout Suspicion) -> Value) -> Value {
        let (value, turn) = suspicion.withLock { suspicion in
            let before = suspicion.isTrusted
            let value = body(&suspicion)
            isTrusted.store(suspicion.isTrusted, ordering: .relaxed)
            return (value, suspicion.isTrusted == before ? nil : suspicion.isTrusted)
        }
        if let turn { change?(turn) }
        return value
    }
}

/// The standings of all backends, to find them again when a table changes.
struct BackendStandings {
    /// Backends are apart from one another by protocol, as one may answer where the other does not, and by how they are
    /// checked.
    private struct Key: Hashable {
        let backend: Backend
        let transport: TransportProtocol
        let check: BackendCheck?
    }

    private var standings: [Key: BackendStanding] = [:]
    /// How many there may be before those are forgotten that nobody refers to.
    private var limit = 1_024
    private let board: NoticeBoard

    init(board: NoticeBoard) {
        self.board = board
    }

    /// What is known of the backends of a frontend.
    mutating func standings(
        of backends: [Backend], at frontend: Frontend, by entry: ForwardingEntry
    ) -> [BackendStanding] {
        backends.map { backend in
            let key = Key(backend: backend, transport: frontend.transport, check: entry.healthCheck)
            let standing = standings[key] ?? make(key)
            standings[key] = standing
            return standing
        }
    }

    private func make(_ key: Key) -> BackendStanding {
        guard key.check == .udpReply, key.transport == .udp else { return BackendStanding() }
        let (backend, board) = (key.backend, board)
        return BackendStanding(trustsSilence: false) { isTrusted in
            board.post(isTrusted ? .backendAnswers(backend) : .backendSilent(backend))
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
