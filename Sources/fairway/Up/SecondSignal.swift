import Foundation
import ServiceLifecycle
import UnixSignals

/// Ends the program at once at the second SIGTERM or SIGINT; the first is the service group's, which shuts down in good
/// order. Stands first in the group, so that it is asked to end last.
struct SecondSignal: Service {
    func run() async throws {
        var count = 0
        for await _ in await UnixSignalsSequence(trapping: .sigterm, .sigint).cancelOnGracefulShutdown() {
            count += 1
            if count > 1 { exit(EXIT_FAILURE) }
        }
    }
}
