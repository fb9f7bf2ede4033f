import Foundation
import ServiceLifecycle

/// The line on standard output, and the word to the service manager, that everything is up.
///
/// As a service: tells once that something is ready, then waits for the end.
struct Readiness: Service {
    private let wait: @Sendable () async -> Void

    /// `wait` returns when it is ready, or the task is cancelled.
    init(_ wait: @escaping @Sendable () async -> Void) {
        self.wait = wait
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { await wait() }
        guard !Task.isShuttingDownGracefully else { return }
        Self.announce()
        try await gracefulShutdown()
        ServiceNotification.stopping()
    }

    static func announce() {
        FileHandle.standardOutput.write(Data("ready\n".utf8))
        ServiceNotification.ready()
    }
}
