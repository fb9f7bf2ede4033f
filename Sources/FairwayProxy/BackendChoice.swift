import FairwayCore

/// Where the flows of one frontend may go.
struct BackendChoice: Sendable {
    private let maglev: Maglev
    private let taking: Set<Backend>
    /// Those that may keep flows they have.
    private let kept: Set<Backend>

    init(_ entry: ForwardingEntry) {
        maglev = Maglev(entry.backends)
        taking = Set(maglev.backends)
        kept = Set(entry.backends.map(\.backend)).union(entry.draining)
    }

    /// No backend at all: no new flow, and no old one stays.
    static let none = BackendChoice(ForwardingEntry(service: ServiceKey(namespace: "", name: ""), backends: []))

    /// Whether some backend takes new flows.
    var takesFlows: Bool { !maglev.backends.isEmpty }

    /// Whether some backend takes new flows or may have old ones.
    var keepsFlows: Bool { !kept.isEmpty }

    func keeps(_ backend: Backend) -> Bool { kept.contains(backend) }

    /// Whether a backend takes new flows.
    func takes(_ backend: Backend) -> Bool { taking.contains(backend) }

    /// The backend of a new flow. `attempt` is how many backends have failed for it: each attempt gives another one, and
    /// `nil` when there are no more.
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

    /// The same for a flow that was given `first` at its attempt 0: the others come in their order after it.
    func pick(hash: UInt64, attempt: Int, after first: Backend) -> Backend? {
        guard attempt > 0 else { return first }
        let earlier = (0..<attempt).compactMap { pick(hash: hash, attempt: $0) }
        return earlier.contains(first) ? pick(hash: hash, attempt: attempt) : earlier.last
    }

    /// The backend, and its attempt, that comes after one that failed: another where there is another.
    func other(than failed: Backend, hash: UInt64, attempt: Int) -> (backend: Backend, attempt: Int)? {
        let count = maglev.backends.count
        // The table may have changed since the attempt: that the failed one is met again must be ruled out, once.
        for step in 1...2 where count > 0 {
            let next = (attempt + step) % count
            guard let backend = pick(hash: hash, attempt: next) else { continue }
            if backend != failed || count == 1 { return (backend, next) }
        }
        return nil
    }

    /// Whether every flow that another choice kept is kept.
    func keepsAll(of other: BackendChoice) -> Bool { other.kept.isSubset(of: kept) }

    private static func hash(_ hash: UInt64, _ step: UInt64) -> UInt64 {
        guard step > 0 else { return hash }
        var further = StableHash(seed: step)
        further.combine(hash)
        return further.value
    }
}
