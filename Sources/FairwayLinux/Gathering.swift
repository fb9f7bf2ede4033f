internal import Synchronization

/// Collects one reply of each thread, and wakes the task that waits for them all.
package final class Gathering<Reply: Sendable>: Sendable {
    private struct State {
        var missing: Int
        var replies: [Reply] = []
    }

    private let state: Mutex<State>
    private let continuation: CheckedContinuation<[Reply], Never>

    /// Waits for `count` replies, at least 1.
    package init(count: Int, _ continuation: CheckedContinuation<[Reply], Never>) {
        state = Mutex(State(missing: count))
        self.continuation = continuation
    }

    /// To be called once by each thread.
    package func reply(_ reply: Reply) {
        let replies: [Reply]? = state.withLock { state in
            state.replies.append(reply)
            state.missing -= 1
            return state.missing == 0 ? state.replies : nil
        }
        if let replies { continuation.resume(returning: replies) }
    }
}
