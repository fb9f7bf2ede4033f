import FairwayCore
import FairwayResources

extension NodeStateStatus {
    /// What a node says of itself once its engine forwards by `table`.
    ///
    /// `acknowledged` are the Services that the table was made from, `refusals` what the engine could not serve of it.
    init(
        engine: EngineKind, acknowledged: [Acknowledgement], table: ForwardingTable, refusals: [Frontend: Refusal]
    ) {
        let refused = refusals.compactMap { frontend, refusal in
            table.entries[frontend].map { RefusedPort(frontend, of: $0.service, refusal) }
        }
        self.init(engine: engine.rawValue, acknowledged: acknowledged, refused: refused.sorted())
    }
}
