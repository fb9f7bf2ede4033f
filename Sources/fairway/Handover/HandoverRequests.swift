import Glibc
import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// SIGUSR2, as long as the program runs: whoever waits for one gets it, and others are let go with a sentence.
final class HandoverRequests: Service {
    private let logger: Logger
    private let waiting = Mutex<AsyncStream<Void>.Continuation?>(nil)

    init(logger: Logger) {
        self.logger = logger
    }

    /// Lets the signal do nothing until `run` waits for it.
    static func ignoreSignal() {
        signal(SIGUSR2, SIG_IGN)
    }

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sigusr2).cancelOnGracefulShutdown() {
            if let waiting = waiting.withLock({ $0.take() }) {
                waiting.finish()
            } else {
                logger.notice("SIGUSR2 is left alone: this process is not, or not any more, free to hand over")
            }
        }
    }

    /// Waits for the next one, by one task at a time. Returns too when the task is cancelled.
    func next() async {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
        waiting.withLock { $0 = continuation }
        for await _ in signals {}
        waiting.withLock { $0 = nil }
    }
}
