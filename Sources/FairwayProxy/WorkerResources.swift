import FairwayLinux
import SystemPackage

/// What a worker needs of the kernel before it can start: made by the thread that starts it, which is told of failures,
/// and used from then on by the worker alone.
struct WorkerResources: ~Copyable {
    let poller: Poller
    let batch: DatagramBatch

    init(mailbox: WorkerMailbox) throws(Errno) {
        let poller = try Poller()
        try poller.add(mailbox.descriptor, for: .readable, token: EventToken.wakeup.rawValue)
        let batch = try DatagramBatch()
        self.poller = poller
        self.batch = batch
    }
}
