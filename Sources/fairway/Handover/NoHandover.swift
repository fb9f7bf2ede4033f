import Logging
import ServiceLifecycle
import UnixSignals

/// Answers SIGUSR2 in commands that do not hand over, where it would end the process.
struct NoHandover: Service {
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sigusr2).cancelOnGracefulShutdown() {
            logger.notice("SIGUSR2 is left alone: only `fairway up` hands over; end this process and start another")
        }
    }
}
