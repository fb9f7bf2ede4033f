import FairwayCore
import FairwayLinux
import FairwayNet
import Synchronization

/// How many flows a Service's clients may have and begin.
struct FlowAdmission: Sendable {
    private let limits: FlowLimits
    private let census: FlowCensus
    /// `nil` where clients may begin flows as fast as they like.
    private let clients: RateClients?

    init(_ limits: FlowLimits, _ census: FlowCensus, _ clients: RateClients?) {
        self.limits = limits
        self.census = census
        self.clients = clients
    }

    /// Whether a client may begin one more flow now.
    func admits(_ client: KernelAddress, now: MonotonicTime) -> Bool {
        guard let clients, let rate = limits.newPerSecond else { return true }
        let address = client.socketAddress.address
        return clients.rates.withLock { $0.admit(address, rate: rate, now: now.milliseconds) }
    }

    /// Counts one more flow, unless there are as many as there may be.
    func enter() -> Bool { census.enter(limit: limits.flows) }

    /// Counts one flow less.
    func leave() { census.leave() }

    /// Has flows that there are count for another Service.
    func move(_ count: UInt64, to other: FlowAdmission) {
        guard census !== other.census else { return }
        census.move(Int(count), to: other.census)
    }
}

/// How many flows a Service has on this node: of all its frontends, in all threads.
final class FlowCensus: Sendable {
    private let flows = Atomic<Int>(0)

    /// Nothing else depends on the count, so that the order of other memory is all the same to it.
    fileprivate func enter(limit: UInt32?) -> Bool {
        guard let limit else {
            flows.wrappingAdd(1, ordering: .relaxed)
            return true
        }
        var count = flows.load(ordering: .relaxed)
        // Counted first and taken back, a flow that is refused could be what another one is refused for.
        while count < Int(limit) {
            let attempt = flows.weakCompareExchange(expected: count, desired: count + 1, ordering: .relaxed)
            if attempt.exchanged { return true }
            count = attempt.original
        }
        return false
    }

    fileprivate func leave() {
        flows.wrappingSubtract(1, ordering: .relaxed)
    }

    fileprivate func move(_ count: Int, to other: FlowCensus) {
        flows.wrappingSubtract(count, ordering: .relaxed)
        other.flows.wrappingAdd(count, ordering: .relaxed)
    }
}

/// How fast the clients of one Service begin flows, for all threads.
final class RateClients: Sendable {
    /// Each takes about 100 bytes. Each Service has so many of its own, so that a flood of clients at one is no trouble
    /// for those of another.
    private static let capacity = 65_536

    fileprivate let rates = Mutex(ClientRates(capacity: capacity))
}
