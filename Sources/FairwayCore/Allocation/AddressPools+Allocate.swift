import FairwayNet

extension AddressPools {
    /// Decides which addresses each of `claimants` has from now on.
    ///
    /// All Services of the cluster that hold or want addresses have to be among them. The answer depends on nothing
    /// else, not on their order either; and when it is written down as what they hold and the question is put again,
    /// nothing changes but that waiting Services take what others have left.
    ///
    /// - What is held is claimed first, by the oldest Service first. Of two that hold an address and may not share it
    ///   the younger loses it; it is then treated as one that waits.
    /// - Then those that want something else are served, the oldest first. One whose wish cannot be met keeps what it
    ///   has. An address that is asked for is given or refused, never replaced by another.
    /// - An address that a Service leaves for another is given to nobody in the same decision: it may be had once the
    ///   Service no longer holds it, so that two never serve it at a time.
    /// - A pool that is for some Services only gives to no others, whether or not they ask for it. An address that was
    ///   held before the pool said so is kept while the Service asks for no other address and no other pool.
    /// - A held address that is outside every pool, since a pool was edited, is kept while the Service asks for no
    ///   other address and no pool. The same goes for a shared one whose pool no longer lets its holders share.
    /// - A Service for both families gets both addresses of one pool where there is one that has them. One that it holds
    ///   is not given up for that.
    /// - On a shared address the oldest Service serves a port that several have. A Service shares an address that it
    ///   was not asked to be on only where no port clashes; one that it asks for, or holds, where at least one of its
    ///   ports can be served and no younger Service is left without any.
    package func allocate(to claimants: some Sequence<AddressClaimant>) -> [ServiceKey: Allocation] {
        let unsorted = Array(claimants)
        // By their places: a claimant is large to move about.
        let order = unsorted.indices.sorted { unsorted[$0].isOlder(than: unsorted[$1]) }
        let claimants = order.map { unsorted[$0] }
        var ledger = AddressLedger(pools: self, claimants: claimants)
        let held = claimants.indices.map { ledger.claimHeld(of: $0) }
        var allocations: [ServiceKey: Allocation] = [:]
        for (index, claimant) in claimants.enumerated() {
            allocations[claimant.key] = ledger.decide(index, holding: held[index])
        }
        for (key, conflict) in ledger.portConflicts() {
            guard allocations[key]?.addresses.contains(where: { $0.address == conflict.address }) == true else {
                continue
            }
            allocations[key]?.portConflicts.append(conflict)
        }
        for key in allocations.keys {
            allocations[key]?.portConflicts.sort()
        }
        return allocations
    }
}

extension AddressClaimant {
    fileprivate func isOlder(than other: Self) -> Bool {
        creation == other.creation ? key < other.key : creation < other.creation
    }
}

extension AddressLedger {
    fileprivate mutating func decide(_ index: Int, holding held: [IPAddress]) -> Allocation {
        let claimant = claimants[index]
        if claimant.isLeaving || claimant.unreadable != nil {
            return Allocation(
                addresses: assigned(held, to: claimant), refusal: claimant.isLeaving ? nil : claimant.unreadable)
        }
        do {
            let wanted = try choose(for: index, holding: held)
            for address in wanted where !held.contains(address) {
                claim(address, for: index)
            }
            return Allocation(addresses: assigned(wanted, to: claimant))
        } catch {
            return Allocation(addresses: assigned(held, to: claimant), refusal: error)
        }
    }

    private func assigned(_ addresses: [IPAddress], to claimant: AddressClaimant) -> [AssignedAddress] {
        addresses.map { address in
            let pool = pools.pool(holding: address)
            return AssignedAddress(
                address: address, pool: pool?.name, isAdmitted: pool?.admits(claimant) ?? true)
        }
    }
}
