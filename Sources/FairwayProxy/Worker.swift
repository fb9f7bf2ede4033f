import FairwayCore
import FairwayLinux
import FairwayNet
import SystemPackage

/// One of the engine's threads: it has sockets of its own for every frontend, and the flows that came in by them.
///
/// Everything in it belongs to that thread, so nothing is locked. Others reach it by the mailbox only.
final class Worker {
    let mailbox: WorkerMailbox
    private let resources: WorkerResources
    /// How many UDP sessions there may be: each takes a descriptor, and connections need some too.
    let sessionLimit: Int
    /// What descriptors of flows count against, in all threads.
    let budget: DescriptorBudget

    let frontends = Slab<FrontendState>()
    let flows = Slab<TCPFlow>()
    let sessions = Slab<UDPSession>()
    /// The place of the session that was looked at last when there was no room for another.
    var lookedAt = 0
    var frontendHandles: [Frontend: Slab<FrontendState>.Handle] = [:]

    var relay: Relay
    /// The frontend whose answers to clients are queued in the batch.
    var answered: UnsafeMutablePointer<FrontendState>?
    /// Flows that have more to do than one turn allowed.
    var queue: [Slab<TCPFlow>.Handle] = []
    /// Listeners that are not watched for a moment, since no more descriptors could be opened.
    var paused: [Slab<FrontendState>.Handle] = []
    var resumeTime = MonotonicTime.now
    /// The time at the beginning of this round of events.
    var now = MonotonicTime.now
    var nextSweep = MonotonicTime.now
    var ending: Ending?
    /// Whether frontends and UDP sessions are left alone, as another engine is about to take them.
    var isFrozen = false

    init(mailbox: WorkerMailbox, resources: consuming WorkerResources, sessionLimit: Int, budget: DescriptorBudget) {
        self.mailbox = mailbox
        self.resources = resources
        self.sessionLimit = sessionLimit
        self.budget = budget
        relay = Relay(pipes: PipePool(budget: budget))
    }

    var poller: Poller {
        _read { yield resources.poller }
    }

    /// The datagrams that are being moved: never those of two sockets at a time.
    var batch: DatagramBatch {
        _read { yield resources.batch }
    }

    /// Works until it is told to stop.
    func run() {
        while !hasEnded {
            do throws(Errno) {
                let count = try poller.wait(timeout: timeout)
                now = .now
                for index in 0..<count {
                    handle(EventToken(rawValue: poller.token(index)), poller.readiness(index))
                }
                sendAnswers()
            } catch {
                // Only a broken descriptor or address can fail here, and neither can happen to what is owned here.
                preconditionFailure("The proxy engine cannot wait for events: \(error)")
            }
            runQueue()
            resumeListeners()
            sweep()
        }
        finish()
    }

    private func handle(_ token: EventToken, _ readiness: Readiness) {
        let kind = token.kind
        if kind != .session { sendAnswers() }
        switch kind {
        case .wakeup: mailbox.take().forEach(obey)
        // Events of the round in which it was frozen may come still.
        case .frontend where isFrozen, .session where isFrozen: break
        case .frontend: receive(at: token.handle())
        case .client: handleClient(token.handle(), readiness)
        case .backend: handleBackend(token.handle(), readiness)
        case .session: answer(token.handle())
        case nil: preconditionFailure("The kernel returned a token that was never given to it")
        }
    }

    private func receive(at handle: Slab<FrontendState>.Handle) {
        guard let frontend = frontends[handle] else { return }
        switch frontend.pointee.frontend.transport {
        case .tcp: accept(at: handle, frontend)
        case .udp: forward(at: frontend)
        }
    }

    /// How long to wait for events: until something is due.
    private var timeout: Int32? {
        guard queue.isEmpty else { return 0 }
        var due: MonotonicTime?
        if flows.count + sessions.count > 0 { due = nextSweep }
        if !paused.isEmpty { due = min(due ?? resumeTime, resumeTime) }
        if let ending { due = min(due ?? ending.deadline, ending.deadline) }
        return due.map { Int32(clamping: now.milliseconds(until: $0)) }
    }
}
