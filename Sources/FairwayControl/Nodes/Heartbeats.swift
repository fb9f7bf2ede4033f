import FairwayKubernetes

/// Which nodes have fallen silent, judged by when their Leases were seen to change.
///
/// Times are counted from any fixed origin.
struct Heartbeats {
    /// The nodes' Leases that have run out, and when the next one will unless it changes.
    struct Silence: Equatable {
        var leases: Set<String> = []
        var next: Duration?
    }

    private var observations: [String: LeaseObservation] = [:]
    private var silent: Set<String> = []

    /// Takes in the Leases as they are.
    ///
    /// - Returns: whether one that had run out has changed.
    mutating func follow(_ leases: some Collection<Lease>, now: Duration) -> Bool {
        let specs = Dictionary(leases.map { ($0.metadata.name ?? "", $0.spec) }) { _, last in last }
        for name in Set(specs.keys).union(observations.keys) {
            see(name, specs[name] ?? nil, now)
        }
        return silent.contains { !isSilent($0, now) }
    }

    /// Judges the Leases that nodes say they renew. One that is not there runs out as if it had just been renewed.
    mutating func silence(among names: Set<String>, now: Duration) -> Silence {
        for name in names where observations[name] == nil {
            observations[name] = LeaseObservation(nil, now: now)
        }
        observations = observations.filter { names.contains($0.key) }
        silent = names.filter { isSilent($0, now) }
        return Silence(leases: silent, next: names.subtracting(silent).compactMap(expiry).min())
    }

    private mutating func see(_ name: String, _ spec: LeaseSpec?, _ now: Duration) {
        if observations[name] == nil {
            observations[name] = LeaseObservation(spec, now: now)
        } else {
            observations[name]?.see(spec, now: now)
        }
    }

    private func isSilent(_ name: String, _ now: Duration) -> Bool { expiry(name).map { $0 <= now } ?? false }

    private func expiry(_ name: String) -> Duration? { observations[name]?.expiry(duration: Heartbeat.duration) }
}
