/// Who holds a Lease as one candidate sees it, and what that candidate does next, as a pure decision.
///
/// After client-go's `leaderelection.go`. Writes are guarded by the version that was seen, so that of two candidates one
/// wins. The owner asks `next(now:time:)`, does it, and says how it went; times are counted from any fixed origin.
struct LeaseStateMachine: ~Copyable {
    /// What to do now.
    enum Action: Equatable {
        case wait(until: Duration)
        /// Read the Lease; an answer after `by` is of no use.
        case read(by: Duration)
        /// Create the Lease, or replace it if it is still at a version.
        case write(LeaseSpec, over: String?, by: Duration)
        /// Stop at once what only the holder may do. From now on this is a candidate.
        case stepDown
    }

    private enum Role {
        case candidate
        /// `renewed`: when the last renewal that succeeded was begun.
        case holder(renewed: Duration)
        /// Somebody else has it.
        case deposed
    }

    private let identity: String
    private let timing: LeaseTiming
    private var role = Role.candidate
    private var observation: LeaseObservation?
    /// The version that was seen last; `nil`: there is no Lease.
    private var version: String?
    /// Whether what was seen last allows to write.
    private var mayWrite = false
    private var written: (spec: LeaseSpec, began: Duration)?
    private var notBefore: Duration?
    /// Requests that failed in a row.
    private(set) var failures = 0

    /// `identity` must be this candidate's alone.
    init(identity: String, timing: LeaseTiming) {
        self.identity = identity
        self.timing = timing
    }

    var isHolder: Bool {
        guard case .holder = role else { return false }
        return true
    }

    /// Whether this candidate holds the Lease, and has renewed it in time.
    func isHolder(at now: Duration) -> Bool { isHolder && !isOver(now) }

    /// Who holds the Lease as it was seen last.
    var holder: String? { observation?.spec?.holderIdentity.flatMap { $0.isEmpty ? nil : $0 } }

    /// `time` is the wall clock's, for the record.
    mutating func next(now: Duration, time: String) -> Action {
        if isOver(now) {
            role = .candidate
            return .stepDown
        }
        if let notBefore, now < notBefore {
            return .wait(until: min(notBefore, deadline ?? notBefore))
        }
        notBefore = nil
        let timeout = now + timing.requestTimeout
        let by = deadline.map { min($0, timeout) } ?? timeout
        guard mayWrite else { return .read(by: by) }
        let spec = claim(time: time)
        written = (spec, now)
        return .write(spec, over: version, by: by)
    }

    /// The Lease was read; `nil`: there is none.
    mutating func saw(_ lease: Lease?, now: Duration, random: inout some RandomNumberGenerator) {
        failures = 0
        let spec = lease.map { $0.spec ?? LeaseSpec() }
        observe(spec, version: lease?.metadata.resourceVersion, now: now)
        if let written, written.spec == spec {
            // A write whose answer was lost did succeed.
            hold(renewed: written.began, now: now)
        } else if isFree(now) {
            mayWrite = true
            // As a holder this follows on a conflict; a server that always says so is to be left in peace.
            notBefore = isHolder ? now + timing.retryPeriod : nil
        } else {
            role = isHolder ? .deposed : role
            delay(now: now, random: &random)
        }
    }

    /// A write succeeded, and this is the Lease now.
    mutating func wrote(_ lease: Lease, now: Duration) {
        failures = 0
        observe(lease.spec, version: lease.metadata.resourceVersion, now: now)
        hold(renewed: written?.began ?? now, now: now)
    }

    /// A write came too late: somebody else wrote since the Lease was seen.
    mutating func conflicted(now: Duration, random: inout some RandomNumberGenerator) {
        mayWrite = false
        if !isHolder {
            delay(now: now, random: &random)
        }
    }

    /// A request failed, or was not answered in time. Whether a write was done is then not known.
    mutating func failed(now: Duration, random: inout some RandomNumberGenerator) {
        failures += 1
        delay(now: now, random: &random)
    }

    /// Gives the Lease up, if this holds it; the owner has stopped what only the holder may do.
    mutating func release(now: Duration, time: String, timeout: Duration) -> Action? {
        guard isHolder else { return nil }
        role = .candidate
        mayWrite = false
        let spec = LeaseSpec(
            leaseDurationSeconds: 1, acquireTime: time, renewTime: time,
            leaseTransitions: observation?.spec?.leaseTransitions)
        return .write(spec, over: version, by: now + timeout)
    }
}

// MARK: - Judging

extension LeaseStateMachine {
    /// When a holder that did not renew has to stop.
    private var deadline: Duration? {
        guard case .holder(let renewed) = role else { return nil }
        return renewed + timing.renewDeadline
    }

    private func isOver(_ now: Duration) -> Bool {
        if case .deposed = role { return true }
        return deadline.map { $0 <= now } ?? false
    }

    private func isFree(_ now: Duration) -> Bool {
        guard let observation, let holder, holder != identity else { return true }
        return observation.expiry(duration: timing.duration) <= now
    }

    /// What this candidate writes to have the Lease, or to keep it.
    private func claim(time: String) -> LeaseSpec {
        let old = observation?.spec
        let isOurs = holder == identity
        let transitions = old.map { ($0.leaseTransitions ?? 0) + (isOurs ? 0 : 1) } ?? 0
        return LeaseSpec(
            holderIdentity: identity, leaseDurationSeconds: Int(timing.duration.components.seconds),
            acquireTime: isOurs ? old?.acquireTime ?? time : time, renewTime: time, leaseTransitions: transitions)
    }

    private mutating func observe(_ spec: LeaseSpec?, version: String?, now: Duration) {
        self.version = version
        guard let spec else {
            observation = nil
            return
        }
        if observation == nil {
            observation = LeaseObservation(spec, now: now)
        } else {
            observation?.see(spec, now: now)
        }
    }

    private mutating func hold(renewed: Duration, now: Duration) {
        role = .holder(renewed: renewed)
        mayWrite = true
        notBefore = now + timing.retryPeriod
    }

    private mutating func delay(now: Duration, random: inout some RandomNumberGenerator) {
        // What is read before the next try may be old by then.
        mayWrite = isHolder
        let jitter = isHolder ? 0 : Double.random(in: 0...LeaseTiming.jitter, using: &random)
        notBefore = now + timing.retryPeriod * (1 + jitter)
    }
}
