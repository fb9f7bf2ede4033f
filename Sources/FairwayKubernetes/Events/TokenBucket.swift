/// So many at once, and so many a second in the long run.
///
/// Times are counted from any fixed origin.
struct TokenBucket: Sendable {
    private let capacity: Double
    private let perSecond: Double
    private var tokens: Double
    private var filledAt = Duration.zero

    init(capacity: Int, perSecond: Double) {
        self.capacity = Double(capacity)
        self.perSecond = perSecond
        tokens = Double(capacity)
    }

    /// Takes one; where there is none, says when there will be.
    mutating func take(now: Duration) -> Duration? {
        tokens = min(capacity, tokens + (now - filledAt) / .seconds(1) * perSecond)
        filledAt = now
        guard tokens < 1 else {
            tokens -= 1
            return nil
        }
        // A little later than exact, or rounding would make it once more too early.
        return now + .seconds((1 - tokens) / perSecond) + .milliseconds(1)
    }
}
