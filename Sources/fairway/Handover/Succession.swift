import FairwayLinux
import Logging
import ServiceLifecycle
import Synchronization

/// Waits, beside a control side, for the wish to hand over, and for a process that can take this one's place; ends when
/// there is one.
final class Succession: Service {
    private let executable: Executable
    private let path: String
    private let requests: HandoverRequests
    private let logger: Logger
    private let found = Mutex<Successor?>(nil)
    private let opened = AsyncStream.makeStream(of: Void.self)

    init(_ executable: Executable, meetingAt path: String, requests: HandoverRequests, logger: Logger) {
        self.executable = executable
        self.path = path
        self.requests = requests
        self.logger = logger
    }

    /// The process that waits for the state folder, once `run` has ended.
    func takeSuccessor() -> Successor? { found.withLock { $0.take() } }

    /// Lets wishes count from now on: before it serves, a process has nothing to hand over.
    func open() { opened.continuation.finish() }

    func run() async throws {
        await cancelWhenGracefulShutdown { for await _ in self.opened.stream {} }
        while true {
            await cancelWhenGracefulShutdown { await self.requests.next() }
            guard !Task.isShuttingDownGracefully, !Task.isCancelled else { return }
            ServiceNotification.reloading()
            do throws(HandoverFailure) {
                let successor = try await Successor.start(executable, meetingAt: path)
                return found.withLock { $0 = successor }
            } catch {
                if !Task.isShuttingDownGracefully { failed(error) }
            }
        }
    }

    /// Says why this process goes on.
    func failed(_ failure: HandoverFailure) {
        logger.error(
            "cannot hand over to a new process, and goes on serving",
            metadata: ["program": "\(executable.path)", "error": "\(failure)"])
        ServiceNotification.ready()
    }
}
