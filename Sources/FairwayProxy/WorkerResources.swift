import FairwayLinux
import Synchronization
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

/// Hands the resources to the new thread.
final class WorkerResourcesBox: Sendable {
    private let resources: Mutex<WorkerResources?>

    init(_ resources: consuming sending WorkerResources) {
        self.resources = Mutex(resources)
    }

    func take() -> sending WorkerResources? {
        resources.withLock { $0.take() }
    }
}
