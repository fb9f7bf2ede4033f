import Synchronization

/// Tells when a watch has heard nothing for so long that its peer must be dead.
///
/// A TCP connection whose peer vanished without a word looks like one on which nothing happens. Servers send a bookmark
/// about each minute and end a watch after the timeout it asked for; one that does neither is gone.
final class Silence: Sendable {
    /// More than two bookmarks missed.
    static let longestPause = Duration.seconds(150)
    /// What kube-rs grants a server beyond the timeout asked for.
    static let grace = Duration.seconds(5)

    private let lastHeard: Mutex<Duration>
    private let end: Duration
    private let timeline: Timeline

    init(timeoutSeconds: Int, timeline: Timeline) {
        let now = timeline.now
        lastHeard = Mutex(now)
        end = now + .seconds(timeoutSeconds) + Self.grace
        self.timeline = timeline
    }

    /// Something came.
    func heard() {
        let now = timeline.now
        lastHeard.withLock { $0 = now }
    }

    /// Returns once there was silence for too long.
    ///
    /// - Throws: `CancellationError`.
    func wait() async throws {
        while true {
            let deadline = min(end, lastHeard.withLock { $0 } + Self.longestPause)
            guard timeline.now < deadline else { return }
            try await timeline.sleep(until: deadline)
        }
    }
}
