import UnixSignals

/// Removes what earlier runs have left and runs `body`, and cancels it at SIGINT and SIGTERM, so that it removes what it
/// made.
func untilInterrupted(_ body: @escaping @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            try await Leftovers.remove()
            try await body()
        }
        group.addTask {
            for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
                throw BenchError(description: "ended by \(signal), after removing what was made")
            }
        }
        try await group.next()
        group.cancelAll()
    }
}
