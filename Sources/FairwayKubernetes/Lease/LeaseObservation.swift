/// A Lease as one observer has seen it change.
///
/// The times in a Lease are by its holder's clock, which may be wrong. All that counts is when the observer, by its own
/// clock, last saw it change: a Lease that stays the same for its duration has run out.
package struct LeaseObservation: Hashable, Sendable {
    /// What it says; `nil`: it is not there.
    package private(set) var spec: LeaseSpec?
    private var since: Duration

    /// `now` is counted from any fixed origin.
    package init(_ spec: LeaseSpec?, now: Duration) {
        self.spec = spec
        since = now
    }

    /// It was seen again, maybe changed.
    package mutating func see(_ spec: LeaseSpec?, now: Duration) {
        guard spec != self.spec else { return }
        self = LeaseObservation(spec, now: now)
    }

    /// When it runs out unless it changes; where it does not say its duration, `duration` counts.
    package func expiry(duration: Duration) -> Duration {
        since + (spec?.leaseDurationSeconds.map { .seconds($0) } ?? duration)
    }
}
