import FairwayLinux
import Synchronization
import SystemPackage

/// A running worker, as others see it: commands go in, and it can be waited for.
final class WorkerThread: Sendable {
    private let mailbox: WorkerMailbox
    private let thread: Mutex<KernelThread?>

    /// With `awaitsTable` it reads nothing before its first table.
    init(
        number: Int, sockets: WorkerSockets, awaitsTable: Bool, settings: NameServerSettings, ledger: ConnectionLedger
    ) throws(Errno) {
        let mailbox = try WorkerMailbox()
        let resources = Handoff(try WorkerResources(mailbox: mailbox, sockets: sockets, awaitsTable: awaitsTable))
        self.mailbox = mailbox
        thread = Mutex(
            try KernelThread(name: "fairway-dns-\(number)") {
                guard let resources = resources.take() else { return }
                Worker(
                    mailbox: mailbox, resources: resources, awaitsTable: awaitsTable, settings: settings, ledger: ledger
                ).run()
            })
    }

    func post(_ command: WorkerCommand) {
        mailbox.post(command)
    }

    /// Blocks until the thread has ended, which must have answered a `stop`.
    func join() {
        thread.withLock { $0.take() }?.join()
    }
}
