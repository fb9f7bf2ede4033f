import FairwayLinux
import SystemPackage

/// One of the server's threads: it answers what comes to its sockets, by UDP and by TCP.
///
/// Everything in it belongs to that thread, so nothing is locked. Others reach it by the mailbox only.
final class Worker {
    private let mailbox: WorkerMailbox
    private let resources: WorkerResources
    let ledger: ConnectionLedger
    var responder: Responder
    /// The answer that is being written.
    var reply: [UInt8] = []

    /// By their descriptors.
    var connections: [Int32: Connection] = [:]
    var nextSerial: UInt32 = 0
    /// Where all connections put what they read.
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 8 << 10, alignment: 16)
    /// Listeners that are not watched for a moment, since no more descriptors could be opened.
    var paused: [Int] = []
    var resumeTime = MonotonicTime.now
    /// The time at the beginning of this round of events.
    var now = Moment.now
    private var nextSweep = MonotonicTime.now
    /// Whether sockets are left alone, as another process is about to read them.
    private var isFrozen: Bool
    /// Whether they are left alone until there is a table: another server's questions are not for answering SERVFAIL.
    private var awaitsTable: Bool
    private var hasEnded = false

    init(
        mailbox: WorkerMailbox, resources: consuming WorkerResources, awaitsTable: Bool,
        settings: NameServerSettings, ledger: ConnectionLedger
    ) {
        self.mailbox = mailbox
        self.resources = resources
        self.ledger = ledger
        self.awaitsTable = awaitsTable
        isFrozen = awaitsTable
        responder = Responder(settings)
    }

    deinit {
        buffer.deallocate()
    }

    var poller: Poller {
        _read { yield resources.poller }
    }

    var exchange: DatagramExchange {
        _read { yield resources.exchange }
    }

    var sockets: WorkerSockets {
        _read { yield resources.sockets }
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
            } catch {
                // Only a broken descriptor or address can fail here, and neither can happen to what is owned here.
                preconditionFailure("The name server cannot wait for events: \(error)")
            }
            resumeListeners()
            sweep()
        }
    }

    private func handle(_ token: EventToken, _ readiness: Readiness) {
        switch token.kind {
        case .wakeup: mailbox.take().forEach(obey)
        // Events of the round in which it was frozen may come still.
        case .datagrams where isFrozen, .listener where isFrozen: break
        case .datagrams: answerDatagrams(at: sockets.datagrams[token.number].number)
        case .listener: accept(at: token.number)
        case .connection: handleConnection(Int32(token.number), serial: token.serial, readiness)
        case nil: preconditionFailure("The kernel returned a token that was never given to it")
        }
    }

    private func obey(_ command: WorkerCommand) {
        switch command {
        case .answer(let authority, let gathering):
            responder.authority = authority
            if awaitsTable { setFrozen(false) }
            gathering.reply(())
        case .count(let gathering):
            responder.tally.open = UInt64(connections.count)
            gathering.reply(responder.tally)
        case .freeze(let gathering):
            setFrozen(true)
            gathering.reply(())
        case .thaw(let gathering):
            setFrozen(false)
            gathering.reply(())
        case .stop(let gathering):
            for connection in connections.values { close(connection) }
            hasEnded = true
            gathering?.reply(())
        }
    }

    private func setFrozen(_ isFrozen: Bool) {
        awaitsTable = false
        guard isFrozen != self.isFrozen else { return }
        self.isFrozen = isFrozen
        paused.removeAll()
        do throws(Errno) {
            if isFrozen {
                for socket in sockets.datagrams + sockets.listeners { try poller.remove(socket.number) }
            } else {
                try sockets.watch(by: poller)
            }
        } catch {
            // Only out of memory could the kernel refuse to watch what it has watched before.
            preconditionFailure("The name server cannot watch its sockets: \(error)")
        }
    }

    /// How long to wait for events: until something is due.
    private var timeout: Int32? {
        var due: MonotonicTime?
        if !connections.isEmpty { due = nextSweep }
        if !paused.isEmpty { due = min(due ?? resumeTime, resumeTime) }
        return due.map { Int32(clamping: now.monotonic.milliseconds(until: $0)) }
    }

    /// How often connections are looked at, in milliseconds: their patience is kept to that.
    private static let sweepInterval: UInt64 = 500

    /// Lets go of connections that have been silent for too long.
    private func sweep() {
        guard !connections.isEmpty, now.monotonic >= nextSweep else { return }
        nextSweep = now.monotonic.advanced(by: Self.sweepInterval)
        let patience = ledger.patience
        for connection in connections.values where now.monotonic >= connection.lastProgress.advanced(by: patience) {
            close(connection)
        }
    }
}
