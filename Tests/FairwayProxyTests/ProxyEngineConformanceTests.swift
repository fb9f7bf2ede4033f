import FairwayProxy
import Testing

@Suite("the proxy engine is an engine", .serialized)
struct ProxyEngineConformanceTests {
    @Test("it does what every engine must do", arguments: EngineScenario.all)
    func conforms(to scenario: EngineScenario) async throws {
        try await withProxyEngine { try await scenario.run($0) }
    }
}

/// Runs a test with an engine of two threads, and stops it in any case.
func withProxyEngine(_ body: (ProxyEngine) async throws -> Void) async throws {
    let engine = try ProxyEngine(threads: 2)
    do {
        try await body(engine)
    } catch {
        await engine.close()
        throw error
    }
    await engine.close()
}
