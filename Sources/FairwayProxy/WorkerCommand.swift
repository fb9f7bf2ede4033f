import FairwayCore
import FairwayLinux
import SystemPackage

/// The way from other threads to a worker.
typealias WorkerMailbox = Mailbox<WorkerCommand>

/// What a thread is told to do, between two rounds of events.
enum WorkerCommand: Sendable {
    /// Answered with the frontends whose socket could not be watched.
    case change(WorkerChange, Gathering<[Frontend: Errno]>)
    case count(Gathering<[Frontend: FlowCounters]>)
    /// Take nothing from frontends and UDP sessions until the thaw. Answered with what there is of them.
    case freeze(Gathering<WorkerEstate>)
    case thaw(Gathering<Void>)
    /// Take no new connections, and end when there are none or when the time is over. Answered at the end. Another one can
    /// only have it end sooner, and is not answered.
    case stop(graceMilliseconds: UInt64, Gathering<Void>?)
}

/// The part of a table's change that one thread carries out.
struct WorkerChange: Sendable {
    var removed: [Frontend] = []
    var updated: [FrontendUpdate] = []
    /// UDP sessions of another engine, to be taken up or closed.
    var sessions: [InheritedSession] = []

    var isEmpty: Bool { removed.isEmpty && updated.isEmpty && sessions.isEmpty }
}

/// A frontend as it shall be from now on.
struct FrontendUpdate: Sendable {
    enum SocketChange: Sendable {
        case keep
        case open(BoundSocket)
        case close
    }

    var frontend: Frontend
    var rules: FrontendRules
    var socket: SocketChange
}
