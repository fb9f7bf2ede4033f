package import FairwayNet

/// Pools that go together: none is empty, and no address is in two of them or twice in one.
package struct AddressPools: Hashable, Sendable {
    /// The pools that can be used, by name.
    package let usable: [AddressPool]
    /// The pools that give addresses to Services which ask for none, in the order of their turns.
    let automatic: [AddressPool]
    /// Why the other pools cannot be used.
    package let refused: [AddressPoolError]

    /// Takes the pools one after another, and refuses those that do not go with the ones before.
    ///
    /// The order is the caller's: give the older ones first, so that a pool that works is not put out by a new one.
    package init(_ pools: [AddressPool]) {
        var usable: [AddressPool] = []
        var refused: [AddressPoolError] = []
        for pool in pools {
            do {
                try pool.validate(beside: usable)
                usable.append(pool)
            } catch {
                refused.append(error)
            }
        }
        self.usable = usable.sorted { $0.name < $1.name }
        automatic = usable.filter(\.autoAssign).sorted { one, other in
            let (rank, otherRank) = (one.allocation.rank, other.allocation.rank)
            return (rank.priority, rank.pinned, one.name) < (otherRank.priority, otherRank.pinned, other.name)
        }
        self.refused = refused
    }

    /// The usable pool that `address` is in.
    package func pool(holding address: IPAddress) -> AddressPool? {
        usable.first { pool in pool.ranges.contains { $0.contains(address) } }
    }
}

extension AddressPool {
    /// Checks a pool by itself and against the others there are.
    ///
    /// - Parameter others: pools that are valid; one of the same name is this one's former self and not looked at.
    /// - Throws: the first thing that is wrong.
    package func validate(beside others: [AddressPool]) throws(AddressPoolError) {
        guard !ranges.isEmpty else {
            throw AddressPoolError(
                pool: name,
                message: "The pool “\(name)” has no addresses: give it at least one prefix or range in spec.addresses.")
        }
        let sorted = ranges.sorted()
        for (one, next) in zip(sorted, sorted.dropFirst()) where one.overlaps(next) {
            throw AddressPoolError(
                pool: name,
                message: "The pool “\(name)” names addresses twice: \(one) and \(next) overlap; "
                    + "leave one of them out or make it smaller.")
        }
        for other in others where other.name != name {
            for theirs in other.ranges {
                guard let ours = sorted.first(where: { $0.overlaps(theirs) }) else { continue }
                throw AddressPoolError(
                    pool: name,
                    message: "The pool “\(name)” overlaps the pool “\(other.name)”: \(ours) and \(theirs) have "
                        + "addresses in common; an address may be in one pool only.")
            }
        }
    }
}

/// Why a pool cannot be used.
package struct AddressPoolError: Error, Hashable, Sendable {
    /// The pool that is refused.
    package var pool: String
    /// A sentence for people: what is wrong and what to do.
    package var message: String

    package init(pool: String, message: String) {
        self.pool = pool
        self.message = message
    }
}

extension AddressPoolError: CustomStringConvertible {
    package var description: String { message }
}
