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
    /// Whether a backend that leaves UDP clients without an answer is to be passed over.
    var needsAnswers: Bool
}

extension FrontendRules {
    init(
        _ entry: ForwardingEntry, choice: BackendChoice, affinity: FrontendAffinity?, admission: FlowAdmission
    ) {
        self.init(
            choice: choice, timeouts: entry.timeouts, sources: entry.sources, affinity: affinity,
            proxyProtocol: entry.proxyProtocol, admission: admission,
            needsAnswers: entry.healthCheck == .udpReply)
    }
}
