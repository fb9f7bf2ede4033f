internal import Synchronization
package import SystemPackage

/// The way from other threads to one that waits for events.
package final class Mailbox<Command: Sendable>: Sendable {
    private let commands = Mutex<[Command]>([])
    private let wakeup: Wakeup

    package init() throws(Errno) {
        wakeup = try Wakeup()
    }

    /// The descriptor that is readable while there may be commands.
    package var descriptor: Int32 { wakeup.number }

    package func post(_ command: Command) {
        commands.withLock { $0.append(command) }
        wakeup.signal()
    }

    /// Takes all commands, in their order.
    package func take() -> [Command] {
        wakeup.drain()
        return commands.withLock { commands in
            let taken = commands
            commands = []
            return taken
        }
    }
}
