import Synchronization

/// New clients of an address, one after another and of both protocols, on a thread of its own until `stop`.
final class Newcomers: Sendable {
    struct Tally {
        var served = 0
        /// What went wrong, for each that was not served.
        var failures: [String] = []
    }

    private struct State {
        var tally = Tally()
        var isStopping = false
    }

    private let state = Mutex(State())
    private let thread = Mutex<Thread?>(nil)

    init(to peer: Place) {
        let thread = Thread { [self] in
            while !state.withLock({ $0.isStopping }) {
                for kind in TestSocket.Kind.allCases { serve(kind, peer) }
            }
        }
        self.thread.withLock { $0 = thread }
    }

    private func serve(_ kind: TestSocket.Kind, _ peer: Place) {
        do {
            _ = try Flow(kind, to: peer).backend()
            state.withLock { $0.tally.served += 1 }
        } catch {
            state.withLock { $0.tally.failures.append("\(kind): \(error)") }
        }
    }

    @discardableResult
    func stop() -> Tally {
        state.withLock { $0.isStopping = true }
        thread.withLock { $0.take() }?.join()
        return state.withLock { $0.tally }
    }
}
