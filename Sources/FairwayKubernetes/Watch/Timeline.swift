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
}
