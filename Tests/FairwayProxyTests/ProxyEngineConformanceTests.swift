import FairwayProxy
import Testing

/// All tests that drive an engine, one after another: they use many descriptors and both processors.
@Suite(.serialized)
enum EngineTests {}

extension EngineTests {
    @Suite("the proxy engine is an engine", .serialized)
    struct ProxyEngineConformanceTests {
        @Test("it does what every engine must do", arguments: EngineScenario.all)
        func conforms(to scenario: EngineScenario) async throws {
            try await withProxyEngine { try await scenario.run($0) }
        }
    }
}
