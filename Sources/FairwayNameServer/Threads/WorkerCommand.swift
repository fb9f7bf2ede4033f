import FairwayLinux

/// The way from other threads to a worker.
typealias WorkerMailbox = Mailbox<WorkerCommand>

/// What a thread is told to do, between two rounds of events.
enum WorkerCommand: Sendable {
    case answer(from: Authority, Gathering<Void>)
    case count(Gathering<QueryTally>)
    /// Take nothing from sockets until the thaw; connections that there are go on.
    case freeze(Gathering<Void>)
    case thaw(Gathering<Void>)
    /// Close everything and end. Answered at the end.
    case stop(Gathering<Void>?)
}
