import FairwayCore
import FairwayResources

/// What a node has applied, and what is to be done next.
struct NodeProgress {
    /// The first wait before a refused frontend is tried again, and the longest. Whoever holds a port says nothing
    /// when it lets go of it.
    static let firstRetry: Duration = .seconds(5)
    static let longestRetry: Duration = .seconds(60)

    private var served = ServedServices()
    private(set) var table: ForwardingTable?
    private(set) var refusals: [Frontend: Refusal] = [:]
    private var retryDelay = Self.firstRetry
    private var retryAt: ContinuousClock.Instant?

    /// Takes in what there is to serve, of which only the Services `changed` may be others than before; `nil`: any.
    ///
    /// - Returns: the table for the engine; `nil` where it already forwards by it and nothing is to be tried again.
    mutating func next(
        _ snapshot: NodeSnapshot, changed: Set<ServiceKey>? = nil, now: ContinuousClock.Instant
    ) -> ForwardingTable? {
        let isSame = served.follow(snapshot, changed: changed)
        if table == nil || !isSame && served.table != table {
            retryDelay = Self.firstRetry
            return served.table
        }
        return isRetryDue(now: now) ? served.table : nil
    }

    /// Whether refused frontends are to be tried again.
    func isRetryDue(now: ContinuousClock.Instant) -> Bool { retryAt.map { $0 <= now } ?? false }

    /// Notes that the engine forwards by `table`, but for `refusals`.
    mutating func applied(_ table: ForwardingTable, _ refusals: [Frontend: Refusal], now: ContinuousClock.Instant) {
        self.table = table
        self.refusals = refusals
        guard !refusals.isEmpty else {
            retryAt = nil
            retryDelay = Self.firstRetry
            return
        }
        retryAt = now + retryDelay
        retryDelay = min(retryDelay * 2, Self.longestRetry)
    }

    /// What the node is to say at its ports for health checks.
    var healthChecks: [UInt16: HealthCheck] { served.healthChecks }

    /// How long to wait before refused frontends are tried again; `nil`: there are none.
    func retryDelay(now: ContinuousClock.Instant) -> Duration? {
        retryAt.map { max($0 - now, .zero) }
    }

    /// What the node is to say of itself.
    func state(of engine: EngineKind) -> NodeStateStatus {
        NodeStateStatus(
            engine: engine, acknowledged: served.acknowledged, table: table ?? ForwardingTable(), refusals: refusals)
    }
}
