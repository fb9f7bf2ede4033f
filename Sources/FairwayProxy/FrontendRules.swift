import FairwayCore

/// How the flows of one frontend are to be treated.
struct FrontendRules: Sendable {
    var choice: BackendChoice
    var timeouts: IdleTimeouts
    var sources: SourceRanges
    var affinity: FrontendAffinity?
    /// What a flow's backend is sent first.
    var proxyProtocol: ProxyProtocol?
    var admission: FlowAdmission
}

extension FrontendRules {
    init(
        _ entry: ForwardingEntry, choice: BackendChoice, affinity: FrontendAffinity?, admission: FlowAdmission
    ) {
        self.init(
            choice: choice, timeouts: entry.timeouts, sources: entry.sources, affinity: affinity,
            proxyProtocol: entry.proxyProtocol, admission: admission)
    }
}
