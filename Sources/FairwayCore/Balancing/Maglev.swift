/// Which backend takes a new flow: a lookup table by the flow's hash, in which each backend has its share.
///
/// The table is Maglev's (Eisenbud et al., NSDI 2016, §3.4) with weights. It depends on nothing but the backends, so all
/// nodes have the same; and when a backend comes or goes, few entries of the others change. (All may when the number of
/// backends makes the table grow or shrink, which happens at the 17th, 66th, 263rd and 1,049th of equal ones.) Flows that are known to
/// an engine stay where they are in any case: the table is for new ones.
package struct Maglev: Equatable, Sendable {
    /// The backends that a lookup can lead to: those with weights over 0. Sorted and without repeats.
    package let backends: [Backend]
    private let entries: [UInt16]

    /// The number of entries: a prime, 1 for a single backend, and 0 without any.
    package var size: Int { entries.count }

    /// - Parameter weighted: in any order; of one backend named twice the higher weight counts. Backends past the
    ///   65,535th are left out.
    package init(_ weighted: some Sequence<WeightedBackend>) {
        let weights = Dictionary(weighted.map { ($0.backend, $0.weight) }, uniquingKeysWith: max)
            .filter { $0.value > 0 }
            .sorted { $0.key < $1.key }
            .prefix(Int(UInt16.max))
        backends = weights.map(\.key)
        entries = Self.populate(weights.map { Turn(backend: $0.key, weight: Int($0.value)) })
    }

    /// The place in `backends` of the one that takes a flow of this hash; `nil` when there is none.
    ///
    /// A modulo by a prime: any bit of the hash may count.
    package func lookup(hash: UInt64) -> Int? {
        entries.isEmpty ? nil : Int(entries[Int(hash % UInt64(entries.count))])
    }

    /// The backend that takes a flow of this hash; `nil` when there is none.
    package func backend(for hash: UInt64) -> Backend? {
        lookup(hash: hash).map { backends[$0] }
    }
}

// MARK: - Population

extension Maglev {
    /// Which entries a backend wants, and how often it may take one.
    private struct Turn {
        let weight: Int
        var credit = 0
        private var state: UInt64

        init(backend: Backend, weight: Int) {
            self.weight = weight
            var hash = StableHash(seed: 3)
            hash.combine(backend)
            state = hash.value
        }

        /// The entry that the backend wants next.
        ///
        /// The paper walks through the table by a fixed step. Two backends whose steps are related then get in each
        /// other's way again and again, and in a small table up to 7 % of the entries moved where 1 % is usual. The
        /// numbers drawn here (SplitMix64) repeat themselves now and then, but have nothing to do with one another; as
        /// they run through all of 64 bits, they come to each entry.
        mutating func wish(of size: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            mixed ^= mixed >> 31
            return Int(mixed.multipliedFullWidth(by: UInt64(size)).high)
        }
    }

    /// Primes, each four times the one before, with 65,537 where the paper has it.
    private static let sizes = [4_099, 16_411, 65_537, 262_147, 1_048_583]

    /// The size at which each of equal backends has 250 entries, which keeps what moves when one leaves well under 3 %;
    /// and the one of the least weight a hundred, so that one more or less is 1 % of its share. Uneven weights alone do
    /// not make the table larger than 65,537 entries.
    private static func size(for turns: [Turn]) -> Int {
        let least = turns.map(\.weight).min() ?? 1
        let total = turns.reduce(0) { $0 + $1.weight }
        let wanted = max(250 * turns.count, min(100 * total / least, 65_537))
        return sizes.first { $0 >= wanted } ?? 1_048_583
    }

    private static func populate(_ backends: [Turn]) -> [UInt16] {
        guard backends.count > 1 else { return backends.isEmpty ? [] : [0] }
        let size = size(for: backends)
        let most = backends.map(\.weight).max() ?? 1
        var turns = backends
        for index in turns.indices {
            turns[index].credit = most / 2
        }
        let free = UInt16.max
        var entries = Array(repeating: free, count: size)
        var left = size
        while true {
            for index in turns.indices {
                turns[index].credit += turns[index].weight
                guard turns[index].credit >= most else { continue }
                turns[index].credit -= most
                var wish = turns[index].wish(of: size)
                while entries[wish] != free {
                    wish = turns[index].wish(of: size)
                }
                entries[wish] = UInt16(index)
                left -= 1
                if left == 0 { return entries }
            }
        }
    }
}
