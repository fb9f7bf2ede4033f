/// Whether and when a failed request is sent again.
package struct RetryPolicy: Sendable {
    /// How often a request is sent at most.
    var attempts: Int
    var backoff: Backoff

    /// Up to ten times, which takes about a minute.
    package static let standard = RetryPolicy(
        attempts: 10, backoff: Backoff(first: .milliseconds(200), longest: .seconds(10), jitter: 0.5))
    /// A request is sent once.
    package static let once = RetryPolicy(attempts: 1, backoff: standard.backoff)

    /// How a request failed, as far as trying again is concerned.
    enum Failure: Equatable {
        /// No answer; `beforeSending`: the server cannot have seen it.
        case unanswered(beforeSending: Bool)
        case status(Int, retryAfter: Duration?)
    }

    /// How long to wait before sending again after the `attempt`th failure (from 1); `nil`: give up.
    ///
    /// 429 means that the server did nothing, so every request may follow; after anything else only a repeatable one.
    func delay(
        after failure: Failure, attempt: Int, isRepeatable: Bool, random: inout some RandomNumberGenerator
    ) -> Duration? {
        guard attempt < attempts else { return nil }
        let ownDelay = backoff.delay(failures: attempt, random: &random)
        return switch failure {
        case .unanswered(let beforeSending): beforeSending || isRepeatable ? ownDelay : nil
        case .status(429, let retryAfter): retryAfter ?? ownDelay
        case .status(503, let retryAfter), .status(504, let retryAfter):
            isRepeatable ? retryAfter ?? ownDelay : nil
        case .status: nil
        }
    }
}
