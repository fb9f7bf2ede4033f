import FairwayNet
import Synchronization

/// How many TCP connections there are in all threads, by client. Touched where one begins and ends.
final class ConnectionLedger: Sendable {
    private struct State {
        var total = 0
        var byClient: [UInt128: Int] = [:]
    }

    let limits: ConnectionLimits
    private let state = Mutex(State())

    init(_ limits: ConnectionLimits) {
        self.limits = limits
    }

    /// Whether a client may have one more, which counts it if so.
    func take(_ client: IPAddress) -> Bool {
        let key = Self.key(client)
        return state.withLock { state in
            guard state.total < limits.count, state.byClient[key, default: 0] < limits.countPerClient else {
                return false
            }
            state.total += 1
            state.byClient[key, default: 0] += 1
            return true
        }
    }

    /// Counts one less.
    func give(_ client: IPAddress) {
        let key = Self.key(client)
        state.withLock { state in
            state.total -= 1
            let left = state.byClient[key, default: 1] - 1
            state.byClient[key] = left == 0 ? nil : left
        }
    }

    /// How long a connection may be silent now, in milliseconds.
    var patience: UInt64 {
        state.withLock { $0.total * 2 > limits.count } ? limits.patience / 10 : limits.patience
    }

    /// IPv6 clients have a /64 and choose among its addresses. IPv4 ones are told from them by a bit that no number of a /64 has.
    private static func key(_ client: IPAddress) -> UInt128 {
        client.family == .ipv4 ? client.number | 1 << 64 : client.number >> 64
    }
}
