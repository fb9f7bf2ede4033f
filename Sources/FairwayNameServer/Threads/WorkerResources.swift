import FairwayLinux
import SystemPackage

/// What a worker needs of the kernel before it can start: made by the thread that starts it, which is told of failures,
/// and used from then on by the worker alone.
struct WorkerResources: ~Copyable {
    let poller: Poller
    let exchange: DatagramExchange
    let sockets: WorkerSockets

    /// Where the sockets wait (`awaitsTable`) they are not watched yet.
    init(mailbox: WorkerMailbox, sockets: WorkerSockets, awaitsTable: Bool) throws(Errno) {
        let poller = try Poller()
        try poller.add(mailbox.descriptor, for: .readable, token: EventToken.wakeup.rawValue)
        if !awaitsTable { try sockets.watch(by: poller) }
        exchange = try DatagramExchange()
        self.poller = poller
        self.sockets = sockets
    }
}

/// The sockets that one thread reads.
struct WorkerSockets: Sendable {
    var datagrams: [BoundSocket] = []
    var listeners: [BoundSocket] = []

    func watch(by poller: borrowing Poller) throws(Errno) {
        for (number, socket) in datagrams.enumerated() {
            try poller.add(socket.number, for: .readable, token: EventToken(.datagrams, number).rawValue)
        }
        for (number, socket) in listeners.enumerated() {
            try poller.add(socket.number, for: .readable, token: EventToken(.listener, number).rawValue)
        }
    }
}
