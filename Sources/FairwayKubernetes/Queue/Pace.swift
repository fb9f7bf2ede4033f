/// When to look at everything again: at once after a quiet time, and then not for as long as it took.
package struct Pace: Sendable {
    private var next: ContinuousClock.Instant?
    private var begun: ContinuousClock.Instant?
    private var last: Duration = .zero

    package init() {}

    /// How long to wait before looking.
    package func delay(now: ContinuousClock.Instant) -> Duration {
        next.map { max($0 - now, .zero) } ?? .zero
    }

    /// It is being looked at: what is asked for meanwhile waits as well.
    package mutating func begin(now: ContinuousClock.Instant) {
        begun = now
        next = now + last * 2
    }

    /// It has been looked at.
    package mutating func end(now: ContinuousClock.Instant) {
        last = begun.map { now - $0 } ?? .zero
        next = now + last
    }
}
