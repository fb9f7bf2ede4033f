import Glibc
import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// The wishes to hand over: SIGUSR2, as long as the program runs. One that comes too early waits; one that comes while
/// another is being fulfilled is let go with a sentence.
final class HandoverRequests: Service {
    private enum State {
        /// Nobody has waited yet.
        case early(isWanted: Bool)
        case waiting(AsyncStream<Void>.Continuation)
        case busy
    }

    private let logger: Logger
    private let state = Mutex(State.early(isWanted: false))

    init(logger: Logger) {
        self.logger = logger
    }

    /// Lets the signal do nothing until `run` waits for it.
    static func ignoreSignal() {
        signal(SIGUSR2, SIG_IGN)
    }

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sigusr2).cancelOnGracefulShutdown() {
            state.withLock { state in
                switch state {
                case .early: state = .early(isWanted: true)
                case .waiting(let continuation):
                    state = .busy
                    continuation.finish()
                case .busy: logger.notice("SIGUSR2 is left alone: this process is handing over, or has done so")
                }
            }
        }
    }

    /// Waits for the next one, by one task at a time. Returns too when the task is cancelled.
    func next() async {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
        state.withLock { state in
            if case .early(isWanted: true) = state {
                state = .busy
                continuation.finish()
            } else {
                state = .waiting(continuation)
            }
        }
        for await _ in signals {}
    }
}
