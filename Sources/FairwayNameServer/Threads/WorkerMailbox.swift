import FairwayLinux
import Synchronization
import SystemPackage

/// The way from other threads to a worker.
final class WorkerMailbox: Sendable {
    private let commands = Mutex<[WorkerCommand]>([])
    private let wakeup: Wakeup

    init() throws(Errno) {
        wakeup = try Wakeup()
    }

    /// The descriptor that is readable while there may be commands.
    var descriptor: Int32 { wakeup.number }

    func post(_ command: WorkerCommand) {
        commands.withLock { $0.append(command) }
        wakeup.signal()
    }

    /// Takes all commands, in their order.
    func take() -> [WorkerCommand] {
        wakeup.drain()
        return commands.withLock { commands in
            let taken = commands
            commands = []
            return taken
        }
    }
}
