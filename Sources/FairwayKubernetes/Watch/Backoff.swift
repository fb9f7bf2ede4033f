/// Exponentially growing delays with a random addition, so that many clients do not come back together.
package struct Backoff: Hashable, Sendable {
    /// The delay after the first failure; doubled by each further one.
    package var first: Duration
    package var longest: Duration
    /// The greatest addition, as a part of the delay.
    package var jitter: Double

    package init(first: Duration, longest: Duration, jitter: Double = 0) {
        self.first = first
        self.longest = longest
        self.jitter = jitter
    }

    /// client-go's constants for watches (`reflector.go`).
    package static let watch = Backoff(first: .milliseconds(800), longest: .seconds(30), jitter: 1)
    /// client-go's constants for work queues (`default_rate_limiters.go`).
    package static let work = Backoff(first: .milliseconds(5), longest: .seconds(1000))

    /// The delay after so many failures in a row (at least 1), without the random addition.
    func delay(failures: Int) -> Duration {
        var delay = first
        for _ in 1..<max(failures, 1) where delay < longest {
            delay *= 2
        }
        return min(delay, longest)
    }

    func delay(failures: Int, random: inout some RandomNumberGenerator) -> Duration {
        let delay = delay(failures: failures)
        guard jitter > 0 else { return delay }
        return delay + delay * Double.random(in: 0...jitter, using: &random)
    }
}
