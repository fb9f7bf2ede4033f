import FairwayCore

/// What the threads share of Services and their clients, to find it again when a table changes.
struct SharedClients {
    private var affinities: [AffinityScope: AffinityClients] = [:]
    private var rates: [ServiceKey: RateClients] = [:]
    private var censuses: [ServiceKey: FlowCensus] = [:]

    mutating func affinity(of frontend: Frontend, by entry: ForwardingEntry) -> FrontendAffinity? {
        guard let affinity = entry.affinity else { return nil }
        let scope = AffinityScope(frontend, of: entry.service)
        let clients = affinities[scope] ?? AffinityClients()
        affinities[scope] = clients
        return FrontendAffinity(affinity: affinity, clients: clients)
    }

    mutating func admission(by entry: ForwardingEntry) -> FlowAdmission {
        let census = censuses[entry.service] ?? FlowCensus()
        censuses[entry.service] = census
        guard entry.limits.newPerSecond != nil else { return FlowAdmission(entry.limits, census, nil) }
        let clients = rates[entry.service] ?? RateClients()
        rates[entry.service] = clients
        return FlowAdmission(entry.limits, census, clients)
    }

    /// Forgets what is kept for nobody any more: at once what may be large, of the rest no more than there are frontends.
    mutating func forget(allBut served: [Frontend: ServedFrontend]) {
        if !affinities.isEmpty {
            let wanted = served.compactMap { frontend, known in
                known.entry.affinity.map { _ in AffinityScope(frontend, of: known.entry.service) }
            }
            affinities = affinities.filter(keys: wanted)
        }
        if !rates.isEmpty {
            let wanted = served.values.filter { $0.entry.limits.newPerSecond != nil }
            rates = rates.filter(keys: wanted.map(\.entry.service))
        }
        if censuses.count > served.count { censuses = censuses.filter(keys: served.values.map(\.entry.service)) }
    }
}

// MARK: - From one engine to another

extension SharedClients {
    /// The clients of each port with affinity, longest unused first.
    var remembered: [AffinityScope: [RememberedClient]] { affinities.mapValues(\.remembered) }

    /// Takes up the clients with affinity of another engine.
    mutating func inherit(_ remembered: [AffinityScope: [RememberedClient]]) {
        for (scope, clients) in remembered { affinities[scope] = AffinityClients(clients) }
    }
}

extension Dictionary {
    fileprivate func filter(keys: [Key]) -> Self {
        let wanted = Set(keys)
        return filter { wanted.contains($0.key) }
    }
}
