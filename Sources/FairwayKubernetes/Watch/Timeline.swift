/// A clock reduced to what decisions need: how long it has been since some origin, and waiting.
///
/// It lets types hold any clock without being generic over it; tests give a manual one.
struct Timeline: Sendable {
    private let elapsed: @Sendable () -> Duration
    private let wait: @Sendable (Duration) async throws -> Void

    init<C: Clock>(_ clock: C) where C.Duration == Duration {
        let origin = clock.now
        elapsed = { origin.duration(to: clock.now) }
        wait = { try await clock.sleep(until: origin.advanced(by: $0), tolerance: nil) }
    }

    /// The time since the origin.
    var now: Duration { elapsed() }

    /// Waits until `moment`, counted from the origin.
    func sleep(until moment: Duration) async throws {
        try await wait(moment)
    }

    func sleep(for duration: Duration) async throws {
        try await wait(now + duration)
    }

    /// Does something that is of no use after `deadline`; `attempt` says what in the error.
    ///
    /// - Throws: `KubernetesError` after the deadline, and what `body` throws.
    func before<Value: Sendable>(
        _ deadline: Duration, to attempt: String, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await self.sleep(until: deadline)
                throw KubernetesError(attempt: attempt, message: "the server did not answer in time")
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }
}
