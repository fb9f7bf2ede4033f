import FairwayCore
import FairwayProxy

/// The engine of a process that takes another's place: with its first table, which says what to do with them, it takes
/// the sockets of the other's engine.
actor SucceedingEngine: Engine {
    private let engine: ProxyEngine
    /// Whose sockets it has still to take.
    private var predecessor: Predecessor?
    private var hasFailed = false

    init(_ engine: ProxyEngine, after predecessor: Predecessor) {
        self.engine = engine
        self.predecessor = predecessor
    }

    nonisolated var kind: EngineKind { engine.kind }

    func apply(_ table: ForwardingTable) async -> [Frontend: Refusal] {
        if let predecessor {
            self.predecessor = nil
            do throws(HandoverFailure) {
                await engine.inherit(try await predecessor.estate())
            } catch {
                // The predecessor goes on, and this process ends: when it comes to say that it serves.
                hasFailed = true
                predecessor.giveUp()
            }
        }
        return hasFailed ? [:] : await engine.apply(table)
    }

    func counters() async -> EngineCounters { await engine.counters() }

    nonisolated func notices() -> AsyncStream<EngineNotice> { engine.notices() }
}
