import Logging
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

    /// - Parameter backoff: how long a key waits that failed.
    package init<C: Clock>(backoff: Backoff = .work, clock: C = ContinuousClock()) where C.Duration == Duration {
        fatalError()
    }

    /// Asks for work on a key, now.
    package func add(_ key: Key) {
    }

    /// Asks for work on a key after a time; sooner if something else asks for it sooner.
    package func add(_ key: Key, after delay: Duration) {
    }

    /// Works until the task is cancelled or shut down gracefully. To be called once at a time.
    ///
    /// What `work` throws makes its key wait as `backoff` says and be tried again; `work` reports the error itself.
    package func run(workers: Int, _ work: @escaping @Sendable (Key) async throws -> Result) async throws {
    }
}
