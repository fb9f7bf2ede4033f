import FairwayCore

/// Where the flows of one frontend may go.
struct BackendChoice: Sendable {
    private let maglev: Maglev
    /// Those that may keep flows they have.
    private let kept: Set<Backend>

    init(_ entry: ForwardingEntry) {
        maglev = Maglev(entry.backends)
        kept = Set(entry.backends.map(\.backend)).union(entry.draining)
    }

    /// No backend at all: no new flow, and no old one stays.
    static let none = BackendChoice(ForwardingEntry(service: ServiceKey(namespace: "", name: ""), backends: []))

    /// Whether some backend takes new flows.
    var takesFlows: Bool { !maglev.backends.isEmpty }

    /// Whether some backend takes new flows or may have old ones.
    var keepsFlows: Bool { !kept.isEmpty }

    func keeps(_ backend: Backend) -> Bool { kept.contains(backend) }

    /// The backend of a new flow.
    /// - Parameter attempt: how many backends have failed for this flow; each attempt gives another one, and `nil` when
    ///   there are no more.
    func pick(hash: UInt64, attempt: Int) -> Backend? {
        guard attempt > 0 else { return maglev.backend(for: hash) }
        guard attempt < maglev.backends.count else { return nil }
        // Each further hash chooses by weight as well. A backend of a very low weight may escape all of them.
        var failed: [Int] = []
        for step in UInt64(0)..<64 {
            guard let index = maglev.lookup(hash: Self.hash(hash, step)), !failed.contains(index) else { continue }
            if failed.count == attempt { return maglev.backends[index] }
            failed.append(index)
        }
        return maglev.backends.indices.first { !failed.contains($0) }.map { maglev.backends[$0] }
    }

    private static func hash(_ hash: UInt64, _ step: UInt64) -> UInt64 {
        guard step > 0 else { return hash }
        var further = StableHash(seed: step)
        further.combine(hash)
        return further.value
    }
}
