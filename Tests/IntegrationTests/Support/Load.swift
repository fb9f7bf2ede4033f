import Synchronization
import Testing

/// Flows that are used without a pause, on a thread of its own, until `stop`. One that fails, or is answered by another
/// backend than at first, counts as disturbed and is left alone from then on.
final class Load: Sendable {
    private struct State {
        var rounds = 0
        var isStopping = false
        var disturbed: Set<Int> = []
    }

    /// The backend that each flow had at first.
    let homes: [String]
    private let flows: [Flow]
    private let state = Mutex(State())
    private let thread = Mutex<Thread?>(nil)

    init(_ flows: [Flow]) throws {
        self.flows = flows
        homes = try flows.backends()
        for flow in flows { flow.socket.limitWaits(seconds: 2) }
        let thread = Thread { [self] in
            while !state.withLock({ $0.isStopping }) { round() }
        }
        self.thread.withLock { $0 = thread }
    }

    func stop() {
        state.withLock { $0.isStopping = true }
        thread.withLock { $0.take() }?.join()
    }

    private func round() {
        for index in flows.indices where !state.withLock({ $0.disturbed.contains(index) }) {
            guard (try? flows[index].backend()) != homes[index] else { continue }
            _ = state.withLock { $0.disturbed.insert(index) }
        }
        state.withLock { $0.rounds += 1 }
    }

    /// The disturbed flows, after each of the others was used once more.
    func disturbed() async throws -> Set<Int> {
        let now = state.withLock { $0.rounds }
        return try await eventually("a round of all flows") {
            // The round that is under way may have used some flows before.
            state.withLock { $0.rounds > now + 1 ? $0.disturbed : nil }
        }
    }
}
