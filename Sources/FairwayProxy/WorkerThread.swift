import FairwayLinux
import Synchronization
import SystemPackage

/// A running worker, as others see it: commands go in, and it can be waited for.
final class WorkerThread: Sendable {
    private let mailbox: WorkerMailbox
    private let thread: Mutex<KernelThread?>

    /// Starts a worker that may have `sessionLimit` UDP sessions at a time.
    init(number: Int, sessionLimit: Int, budget: DescriptorBudget) throws(Errno) {
        let mailbox = try WorkerMailbox()
        let resources = Handoff(try WorkerResources(mailbox: mailbox))
        self.mailbox = mailbox
        thread = Mutex(
            try KernelThread(name: "fairway-proxy-\(number)") {
                guard let resources = resources.take() else { return }
                Worker(mailbox: mailbox, resources: resources, sessionLimit: sessionLimit, budget: budget).run()
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

extension [WorkerThread] {
    /// Gives each thread a command, and waits until all have answered.
    func ask<Reply: Sendable>(_ command: (Gathering<Reply>) -> WorkerCommand) async -> [Reply] {
        guard !isEmpty else { return [] }
        return await withCheckedContinuation { continuation in
            let gathering = Gathering(count: count, continuation)
            for worker in self { worker.post(command(gathering)) }
        }
    }
}
