import FairwayCore
import Testing

/// Something that every engine must do, whatever it is made of.
struct EngineScenario: Sendable, CustomTestStringConvertible {
    let name: String
    /// Drives a fresh engine. It is stopped afterwards by whoever made it.
    let run: @Sendable (any Engine) async throws -> Void

    init(_ name: String, _ run: @escaping @Sendable (any Engine) async throws -> Void) {
        self.name = name
        self.run = run
    }

    var testDescription: String { name }

    static let all =
        tcp + udp + changes + refusals + sources + limits + failures + healthChecks + affinity + proxyProtocol
}

extension Engine {
    /// Applies a table that nothing is wrong with.
    func serve(_ table: ForwardingTable) async {
        let refusals = await apply(table)
        #expect(refusals.isEmpty)
    }

    func serve(_ frontend: Frontend, _ entry: ForwardingEntry) async {
        await serve(ForwardingTable(frontend, entry))
    }
}
