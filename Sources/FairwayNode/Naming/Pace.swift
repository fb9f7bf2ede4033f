/// When to look at everything again: at once after a quiet time, and then not for as long as it took.
struct Pace {
    private var next: ContinuousClock.Instant?
    private var begun: ContinuousClock.Instant?
    private var last: Duration = .zero

    /// How long to wait before looking.
    func delay(now: ContinuousClock.Instant) -> Duration {
        next.map { max($0 - now, .zero) } ?? .zero
    }

    /// It is being looked at: what is asked for meanwhile waits as well.
    mutating func begin(now: ContinuousClock.Instant) {
        begun = now
        next = now + last * 2
    }

    mutating func end(now: ContinuousClock.Instant) {
        last = begun.map { now - $0 } ?? .zero
        next = now + last
    }
}
