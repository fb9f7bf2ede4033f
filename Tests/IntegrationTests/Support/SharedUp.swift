import Testing

/// One `fairway up` for all tests of a suite and of the suites in it, which each use Services of their own.
struct SharedUp: SuiteTrait, TestScoping {
    @TaskLocal private static var running: Up?

    /// The one of the suite that the test is in.
    static var current: Up {
        get throws { try #require(running) }
    }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let addresses = AddressBlock()
        // Each of many tests takes one and keeps it.
        let pool = "\(addresses.address(64))-\(addresses.address(250))"
        try await withUp(addresses: addresses, pool: pool, folder: folder) { up in
            try await Self.$running.withValue(up) { try await function() }
        }
    }
}

extension Trait where Self == SharedUp {
    static var sharedUp: Self { SharedUp() }
}
