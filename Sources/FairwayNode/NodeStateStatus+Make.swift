package import FairwayCore
package import FairwayResources

extension NodeStateStatus {
    /// What a node says of itself once its engine forwards by `table`.
    ///
    /// `served` are the Services that the table was made from, `refusals` what the engine could not serve of it.
    package init(
        engine: EngineKind, served: some Sequence<ServedService>, table: ForwardingTable,
        refusals: [Frontend: Refusal]
    ) {
        let refused = refusals.compactMap { frontend, refusal in
            table.entries[frontend].map { RefusedPort(frontend, of: $0.service, refusal) }
        }
        self.init(
            engine: engine.rawValue,
            acknowledged: served.sorted { $0.key < $1.key }.map { Acknowledgement($0) },
            refused: refused.sorted())
    }
}
