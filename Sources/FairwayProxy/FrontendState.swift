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
    /// Why a client may not begin a flow; `nil` where it may.
    func refusal(of client: KernelAddress, now: MonotonicTime) -> DropReason? {
        guard rules.sources.allow(client) else { return .sourceNotAllowed }
        return rules.admission.admits(client, now: now) ? nil : .tooManyNewConnections
    }

    /// Counts a flow that begins, unless there are as many as there may be: then its connection, or its datagrams, count
    /// as dropped.
    mutating func enter(counting count: Int = 1) -> Bool {
        guard rules.admission.enter() else {
            traffic.drop(.tooManyConnections, count)
            return false
        }
        traffic.active &+= 1
        return true
    }

    /// Counts a flow that has ended.
    mutating func leave() {
        traffic.active &-= 1
        rules.admission.leave()
    }

    /// Changes how flows are treated from now on, those that there are among them.
    mutating func follow(_ rules: FrontendRules) {
        hasOrphans = !rules.choice.keepsAll(of: self.rules.choice) || rules.sources != self.rules.sources
        self.rules.admission.move(traffic.active, to: rules.admission)
        self.rules = rules
    }

    /// The backend of a client's new flow; `nil` when none takes flows.
    func pick(for client: KernelAddress, hash: UInt64, now: MonotonicTime) -> Backend? {
        guard let affinity = rules.affinity else { return rules.choice.pick(hash: hash, now: now) }
        return affinity.backend(of: client, among: rules.choice, hash: hash, now: now)
    }
}
