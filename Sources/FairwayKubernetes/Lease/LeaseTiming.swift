/// When a Lease is renewed, given up and taken over.
package struct LeaseTiming: Hashable, Sendable {
    /// How long others wait after the last change that they saw before they take the Lease. Whole seconds.
    package let duration: Duration
    /// How long a holder that cannot renew goes on. Shorter than `duration`, so that it has stopped when others begin.
    package let renewDeadline: Duration
    /// The time between two tries; candidates wait up to 1 + `jitter` times as long.
    package let retryPeriod: Duration

    /// The greatest addition to a candidate's wait, as a part of it (client-go's `JitterFactor`).
    static let jitter = 1.2

    /// 15, 10 and 2 s, as Kubernetes' own components have it (client-go's defaults).
    package static let standard = LeaseTiming(
        duration: .seconds(15), renewDeadline: .seconds(10), retryPeriod: .seconds(2))

    /// `duration` must be longer than `renewDeadline`, and that longer than 1.2 times `retryPeriod`.
    package init(duration: Duration, renewDeadline: Duration, retryPeriod: Duration) {
        precondition(duration > renewDeadline, "a Lease must outlast its holder's work")
        precondition(renewDeadline > retryPeriod * Self.jitter, "a holder must have time to renew")
        self.duration = duration
        self.renewDeadline = renewDeadline
        self.retryPeriod = retryPeriod
    }

    /// How long one request may take, so that a lost one leaves time for another.
    var requestTimeout: Duration { renewDeadline / 2 }
}
