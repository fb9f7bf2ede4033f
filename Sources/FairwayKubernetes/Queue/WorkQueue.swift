import ServiceLifecycle
import Synchronization

/// Keys that want work, each worked on by one worker at a time and tried again with growing delays when it fails.
///
/// A key that is added while it waits is there once; one that is added while it is worked on is worked on once more.
package final class WorkQueue<Key: Hashable & Sendable>: Sendable {
    /// How the work on a key ended, where it did not throw.
    package enum Result: Hashable, Sendable {
        /// Nothing more to do; failures before are forgotten.
        case done
        /// To be worked on again after a time, which is no failure.
        case again(after: Duration)
    }

    private let state: Mutex<WorkQueueState<Key>>
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    private let timeline: Timeline

    /// A key that failed waits as `backoff` says.
    package init<C: Clock>(backoff: Backoff = .work, clock: C = ContinuousClock()) where C.Duration == Duration {
        state = Mutex(WorkQueueState(backoff: backoff))
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        timeline = Timeline(clock)
    }

    /// Asks for work on a key, now.
    package func add(_ key: Key) {
        state.withLock { $0.add(key) }
        signal.yield()
    }

    /// Asks for work on a key after a time; the sooner one of two such wishes counts.
    package func add(_ key: Key, after delay: Duration) {
        let moment = timeline.now + delay
        state.withLock { $0.add(key, at: moment) }
        signal.yield()
    }

    /// Works until the task is cancelled, or shut down gracefully: then what is being worked on is finished first.
    ///
    /// To be called once. What `work` throws makes its key wait as `backoff` says and be tried again; `work` reports
    /// the error itself.
    package func run(workers: Int, _ work: @escaping @Sendable (Key) async throws -> Result) async {
        signal.yield()
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { workerGroup in
                // Timers have a group of their own, as shutdown cancels them, but not the work.
                await withDiscardingTaskGroup { timerGroup in
                    var timer: Duration?
                    for await _ in signals {
                        let now = timeline.now
                        var action = next(now, workers)
                        while case .work(let key) = action {
                            workerGroup.addTask { await self.process(key, work) }
                            action = next(now, workers)
                        }
                        guard case .wait(let moment) = action, timer.map({ $0 <= now || moment < $0 }) ?? true
                        else { continue }
                        timer = moment
                        timerGroup.addTask { await self.wake(at: moment) }
                    }
                    timerGroup.cancelAll()
                }
            }
        } onGracefulShutdown: {
            self.signal.finish()
        }
    }

    private func next(_ now: Duration, _ workers: Int) -> WorkQueueState<Key>.Action {
        state.withLock { $0.next(now: now, workers: workers) }
    }

    private func process(_ key: Key, _ work: @Sendable (Key) async throws -> Result) async {
        let outcome: WorkQueueState<Key>.Outcome
        do {
            outcome =
                switch try await work(key) {
                case .done: .done
                case .again(let delay): .again(after: delay)
                }
        } catch {
            outcome = .failed
        }
        let now = timeline.now
        state.withLock { $0.finish(key, outcome, now: now) }
        signal.yield()
    }

    private func wake(at moment: Duration) async {
        do {
            try await timeline.sleep(until: moment)
            signal.yield()
        } catch {
            // Cancelled: the queue no longer runs.
        }
    }
}
