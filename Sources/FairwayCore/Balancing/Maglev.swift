/// Which backend takes a new flow: a lookup table by the flow's hash, in which each backend has its share.
///
/// The table is Maglev's (Eisenbud et al., NSDI 2016, §3.4) with weights. It depends on nothing but the backends, so all
/// nodes have the same; and when a backend comes or goes, few entries of the others change. (All may when the number of
/// backends makes the table grow or shrink, which happens at the 11th, 41st, 165th and 656th of equal ones.) Flows that are known to
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
    /// Where a backend wants its entries, and how often it may take one.
    private struct Turn {
        var weight: Int
        var offset: UInt64
        var skip: UInt64
        var credit = 0
        var position = 0

        init(backend: Backend, weight: Int) {
            self.weight = weight
            var hash = StableHash(seed: 3)
            hash.combine(backend)
            offset = hash.value
            hash.combine(1)
            skip = hash.value
        }
    }

    /// Primes, each four times the one before, with 65,537 where the paper has it.
    private static let sizes = [1_021, 4_099, 16_411, 65_537, 655_373]

    /// The size at which the backend of the least weight has a hundred entries, so that one more or less is 1 % of its
    /// share. Uneven weights alone do not make the table larger than 65,537 entries.
    private static func size(for turns: [Turn]) -> Int {
        let least = turns.map(\.weight).min() ?? 1
        let total = turns.reduce(0) { $0 + $1.weight }
        let wanted = max(100 * turns.count, min(100 * total / least, 65_537))
        return sizes.first { $0 >= wanted } ?? 655_373
    }

    private static func populate(_ backends: [Turn]) -> [UInt16] {
        guard backends.count > 1 else { return backends.isEmpty ? [] : [0] }
        let size = size(for: backends)
        let most = backends.map(\.weight).max() ?? 1
        var turns = backends
        for index in turns.indices {
            turns[index].credit = most / 2
            turns[index].position = Int(turns[index].offset % UInt64(size))
            turns[index].skip = turns[index].skip % UInt64(size - 1) + 1
        }
        let free = UInt16.max
        var entries = Array(repeating: free, count: size)
        var left = size
        while true {
            for index in turns.indices {
                turns[index].credit += turns[index].weight
                guard turns[index].credit >= most else { continue }
                turns[index].credit -= most
                var position = turns[index].position
                while entries[position] != free {
                    position += Int(turns[index].skip)
                    if position >= size { position -= size }
                }
                entries[position] = UInt16(index)
                turns[index].position = position
                left -= 1
                if left == 0 { return entries }
            }
        }
    }
}
