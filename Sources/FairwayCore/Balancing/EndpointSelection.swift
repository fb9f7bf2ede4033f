package import FairwayNet

/// Which endpoints take new flows and which only keep those they have.
///
/// Ready endpoints take new flows. Where none is ready, those that are terminating but still serving do, as kube-proxy
/// has it (KEP-1669); otherwise these keep the flows they have. All others are gone.
package struct EndpointSelection: Hashable, Sendable {
    /// The backends that take new flows, with weights of at least 1. Sorted and without repeats.
    package let backends: [WeightedBackend]
    /// The backends that keep their flows and get no new ones, those of weight 0 among them. Sorted, without repeats
    /// and without any of `backends`.
    package let draining: [Backend]

    /// - Parameters:
    ///   - endpoints: in any order. Of several with the same address and port the one in the best condition counts,
    ///     with the highest weight of any: for a moment an endpoint may be in two EndpointSlices.
    ///   - family: the frontend's family. Endpoints of the other one are left out, unless there are no others.
    package init(_ endpoints: some Sequence<Endpoint>, for family: AddressFamily? = nil) {
        var candidates: [Backend: Candidate] = [:]
        for endpoint in endpoints {
            let candidate = Candidate(endpoint)
            candidates[endpoint.backend] = candidates[endpoint.backend]?.merged(with: candidate) ?? candidate
        }
        if let family, candidates.keys.contains(where: { $0.address.family == family }) {
            candidates = candidates.filter { $0.key.address.family == family }
        }
        let taking: Condition = candidates.values.contains { $0.condition == .ready } ? .ready : .leaving
        var backends: [WeightedBackend] = []
        var draining: [Backend] = []
        for (backend, candidate) in candidates where candidate.condition != .gone {
            if candidate.condition == taking, candidate.weight > 0 {
                backends.append(WeightedBackend(backend, weight: candidate.weight))
            } else {
                draining.append(backend)
            }
        }
        self.backends = backends.sorted { $0.backend < $1.backend }
        self.draining = draining.sorted()
    }
}

private enum Condition: Int, Comparable {
    case gone
    /// Terminating but serving.
    case leaving
    case ready

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

private struct Candidate {
    var condition: Condition
    var weight: UInt16

    init(_ endpoint: Endpoint) {
        let isReady = endpoint.ready ?? true
        if isReady {
            condition = .ready
        } else if endpoint.terminating == true, endpoint.serving ?? isReady {
            condition = .leaving
        } else {
            condition = .gone
        }
        weight = min(endpoint.weight, 1_000)
    }

    func merged(with other: Candidate) -> Candidate {
        var merged = self
        merged.condition = max(condition, other.condition)
        merged.weight = max(weight, other.weight)
        return merged
    }
}
