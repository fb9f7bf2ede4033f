import Synchronization

/// Clients of an address that returns what it gets, without a pause until `stop`: new connections one after another,
/// and one UDP flow.
final class Clients: Sendable {
    struct Tally {
        var connections = 0
        var datagrams = 0
        /// What went wrong, each time.
        var failures: [String] = []
    }

    private let state = Mutex(Tally())
    private let isStopping = Mutex(false)
    private let threads = Mutex<[Thread]>([])

    init(of place: Place) throws {
        let flow = try TestSocket(.udp, to: place)
        let connections = Thread { [self] in
            go(counting: \.connections) { try TestSocket(.tcp, to: place).exchange("\($0)") }
        }
        let datagrams = Thread { [self] in
            go(counting: \.datagrams) { try flow.exchange("\($0)") }
        }
        threads.withLock { $0 = [connections, datagrams] }
    }

    private func go(
        counting count: any WritableKeyPath<Tally, Int> & Sendable, _ exchange: (Int) throws -> String
    ) {
        var number = 0
        while !isStopping.withLock({ $0 }) {
            number += 1
            do {
                let answer = try exchange(number)
                state.withLock {
                    $0[keyPath: count] += 1
                    if answer != "\(number)" { $0.failures.append("\(number) was answered by \(answer)") }
                }
            } catch {
                state.withLock { $0.failures.append("\(number): \(error)") }
            }
        }
    }

    var tally: Tally { state.withLock { $0 } }

    func stop() {
        isStopping.withLock { $0 = true }
        threads.withLock { threads in
            threads.forEach { $0.join() }
            threads = []
        }
    }
}
