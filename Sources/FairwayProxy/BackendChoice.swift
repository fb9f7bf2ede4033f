import FairwayCore
import FairwayLinux

/// Where the flows of one frontend may go.
struct BackendChoice: Sendable {
    private let maglev: Maglev
    /// Those of the Maglev's backends, in their order.
    private let standings: [BackendStanding]
    private let places: [Backend: Int]
    /// Those that may keep flows they have.
    private let kept: Set<Backend>

    /// `maglev` gives the lookup table of some backends, `standings` what is known of backends, in their order.
    init(
        _ entry: ForwardingEntry, maglev: ([WeightedBackend]) -> Maglev = { Maglev($0) },
        standings: ([Backend]) -> [BackendStanding] = { $0.map { _ in BackendStanding() } }
    ) {
        let maglev = maglev(entry.backends)
        self.maglev = maglev
        self.standings = standings(maglev.backends)
        places = Dictionary(uniqueKeysWithValues: zip(maglev.backends, maglev.backends.indices))
        kept = Set(entry.backends.map(\.backend)).union(entry.draining)
    }

    /// No backend at all: no new flow, and no old one stays.
    static let none = BackendChoice(ForwardingEntry(service: ServiceKey(namespace: "", name: ""), backends: []))

    /// Whether some backend takes new flows.
    var takesFlows: Bool { !maglev.backends.isEmpty }

    /// Whether some backend takes new flows or may have old ones.
    var keepsFlows: Bool { !kept.isEmpty }

    func keeps(_ backend: Backend) -> Bool { kept.contains(backend) }

    /// Whether every flow that another choice kept is kept.
    func keepsAll(of other: BackendChoice) -> Bool { other.kept.isSubset(of: kept) }

    /// What is known of each backend that takes new flows.
    var states: [BackendState] { standings.map(\.state) }

    /// What is known of a backend that takes new flows.
    func standing(of backend: Backend) -> BackendStanding? { places[backend].map { standings[$0] } }
}

// MARK: - New flows

extension BackendChoice {
    /// The backend of a new flow: the one that its hash leads to, unless that one is suspect and another one is not.
    func pick(hash: UInt64, now: MonotonicTime) -> Backend? {
        guard let place = maglev.lookup(hash: hash) else { return nil }
        if standings[place].begin(now: now) { return maglev.backends[place] }
        let other = first(hash: hash) { standings[$0].begin(now: now) }
        return maglev.backends[other ?? place]
    }

    /// The backend of a flow that two have failed, or one that is given twice: another one, where there is another.
    func pick(hash: UInt64, now: MonotonicTime, passing failed: (Backend, Backend)) -> Backend? {
        let isOther = { place in maglev.backends[place] != failed.0 && maglev.backends[place] != failed.1 }
        let other =
            first(hash: hash) { isOther($0) && standings[$0].begin(now: now) } ?? first(hash: hash, where: isOther)
        return other.map { maglev.backends[$0] }
    }

    /// Whether there is another backend for new flows than these two.
    func hasOther(than failed: (Backend, Backend)) -> Bool {
        maglev.backends.contains { $0 != failed.0 && $0 != failed.1 }
    }

    /// Whether a client's new flow may go to the backend that the client had: unless it is suspect and another is not.
    func takes(_ backend: Backend, now: MonotonicTime) -> Bool {
        guard let standing = standing(of: backend) else { return false }
        return standing.begin(now: now) || !standings.contains { $0.admits(now: now) }
    }

    /// The backend, and its attempt, that a flow goes to after one that failed: another where there is another. Where all
    /// are suspect, one attempt after the other leads to each of them.
    func other(
        than failed: Backend, hash: UInt64, attempt: Int, now: MonotonicTime
    ) -> (backend: Backend, attempt: Int)? {
        if let place = first(hash: hash, where: { maglev.backends[$0] != failed && standings[$0].begin(now: now) }) {
            return (maglev.backends[place], attempt)
        }
        let count = maglev.backends.count
        // The table may have changed since the attempt: that the failed one is met again must be ruled out, once.
        for step in 1...2 where count > 0 {
            let next = (attempt + step) % count
            guard let backend = pick(hash: hash, attempt: next) else { continue }
            if backend != failed || count == 1 { return (backend, next) }
        }
        return nil
    }

    /// The backend that the hash leads to after so many others, whatever is known of them; `nil` when there are no more.
    func pick(hash: UInt64, attempt: Int) -> Backend? {
        var earlier: [Int] = []
        while let place = first(hash: hash, where: { !earlier.contains($0) }) {
            if earlier.count == attempt { return maglev.backends[place] }
            earlier.append(place)
        }
        return nil
    }

    /// The first place that is wanted, in the order in which a hash leads to backends. Each further hash chooses by weight
    /// as well; a backend of a very low weight may escape all of them.
    private func first(hash: UInt64, where isWanted: (Int) -> Bool) -> Int? {
        for step in UInt64(0)..<64 {
            guard let place = maglev.lookup(hash: Self.hash(hash, step)) else { return nil }
            if isWanted(place) { return place }
        }
        return maglev.backends.indices.first(where: isWanted)
    }

    private static func hash(_ hash: UInt64, _ step: UInt64) -> UInt64 {
        guard step > 0 else { return hash }
        var further = StableHash(seed: step)
        further.combine(hash)
        return further.value
    }
}
