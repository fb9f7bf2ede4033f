import FairwayCore
import FairwayLinux

/// What one thread knows of one frontend. It outlives its flows: they are gone before it is.
struct FrontendState {
    let frontend: Frontend
    /// This thread's listener or UDP socket; `nil` while nothing is to be received.
    var socket: BoundSocket?
    var rules: FrontendRules
    /// Whether a backend was just removed, or a client shut out, so that flows may have to go.
    var hasOrphans = false
    /// UDP: the session of each client.
    var sessions: [AddressKey: Slab<UDPSession>.Handle] = [:]
    var traffic = Traffic()
}

extension FrontendState {
    /// The backend of a client's new flow; `nil` when none takes flows.
    func pick(for client: KernelAddress, hash: UInt64, now: MonotonicTime) -> Backend? {
        guard let affinity = rules.affinity else { return rules.choice.pick(hash: hash, attempt: 0) }
        return affinity.backend(of: client, among: rules.choice, hash: hash, now: now)
    }
}
