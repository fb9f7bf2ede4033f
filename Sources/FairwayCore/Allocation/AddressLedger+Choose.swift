import FairwayNet

extension AddressLedger {
    /// Finds the addresses that a Service wants, without claiming them.
    ///
    /// - Parameters:
    ///   - index: the Service.
    ///   - held: the addresses it has claimed already.
    /// - Returns: the addresses in the order of the families it wants.
    /// - Throws: when it cannot have all it must have.
    mutating func choose(for index: Int, holding held: [IPAddress]) throws(AllocationRefusal) -> [IPAddress] {
        let claimant = claimants[index]
        try claimant.checkRequestedFamilies()
        let pool = try requestedPool(of: claimant)
        var chosen: [IPAddress] = []
        var tolerated: AllocationRefusal?
        for family in claimant.families {
            let current = held.first { address in
                address.family == family && pool?.ranges.contains { $0.contains(address) } ?? true
            }
            if let requested = claimant.requestedAddresses.first(where: { $0.family == family }) {
                if !held.contains(requested) {
                    try checkRequest(requested, of: index)
                }
                try pool?.checkHolds(requested, of: claimant)
                chosen.append(requested)
            } else if let current {
                chosen.append(current)
            } else {
                do {
                    chosen.append(try findAddress(of: family, for: index, in: pool, beside: chosen + held))
                } catch {
                    if claimant.needsEveryFamily { throw error }
                    tolerated = tolerated ?? error
                    chosen += held.first { $0.family == family }.map { [$0] } ?? []
                }
            }
        }
        if let tolerated, chosen.isEmpty { throw tolerated }
        return chosen
    }

    private func requestedPool(of claimant: AddressClaimant) throws(AllocationRefusal) -> AddressPool? {
        guard let name = claimant.requestedPool else { return nil }
        guard let pool = pools.usable.first(where: { $0.name == name }) else {
            throw .poolNotFound(name, isRefused: pools.refused.contains { $0.pool == name }, for: claimant)
        }
        return pool
    }
}

// MARK: - Addresses asked for

extension AddressLedger {
    private func checkRequest(_ address: IPAddress, of index: Int) throws(AllocationRefusal) {
        let claimant = claimants[index]
        guard let pool = pools.pool(holding: address) else { throw .outsidePools(address, for: claimant) }
        try pool.checkAdmits(claimant, asking: address)
        guard !pool.avoids(address) else { throw .avoided(address, pool: pool.name, for: claimant) }
        guard let occupancy = occupancy(of: address) else { return }
        if let refusal = sharingRefusal(of: address, in: pool, for: claimant, occupancy: occupancy) { throw refusal }
        guard claimant.ports.contains(where: { !occupancy.ports.contains($0) }) else {
            throw .portsTaken(address, by: holders(of: claimant.ports, in: occupancy), for: claimant)
        }
        if let victim = displaced(by: index, in: occupancy) {
            throw .wouldDisplace(victim, on: address, for: claimant)
        }
    }

    private func sharingRefusal(
        of address: IPAddress, in pool: AddressPool, for claimant: AddressClaimant, occupancy: Occupancy
    ) -> AllocationRefusal? {
        let holder = claimants[occupancy.sharers[0]]
        guard let key = claimant.sharingKey else { return .noKey(address, holder: holder, for: claimant) }
        guard key == holder.sharingKey else { return .otherKey(address, holder: holder, for: claimant) }
        guard claimant.trafficPolicy.mayShareAddress(with: holder.trafficPolicy) else {
            return .otherPolicy(address, holder: holder, for: claimant)
        }
        guard pool.sharing == .namespace, occupancy.namespace != claimant.key.namespace else { return nil }
        let stranger = occupancy.sharers.first { claimants[$0].key.namespace != claimant.key.namespace }
        return .otherNamespace(
            address, holder: stranger.map { claimants[$0] } ?? holder, pool: pool.name, for: claimant)
    }

    private func holders(of ports: [TransportPort], in occupancy: Occupancy) -> [ServiceKey] {
        occupancy.sharers.map { claimants[$0] }
            .filter { holder in ports.contains { holder.ports.contains($0) } }
            .map(\.key).sorted()
    }

    /// A younger Service that would be left without any port, since older ones have them all.
    private func displaced(by index: Int, in occupancy: Occupancy) -> ServiceKey? {
        let ports = claimants[index].ports.filter(occupancy.ports.contains)
        guard !ports.isEmpty else { return nil }
        for victim in occupancy.sharers where victim > index && claimants[victim].ports.contains(where: ports.contains)
        {
            let older = occupancy.sharers.filter { $0 < victim } + [index]
            let taken = Set(older.flatMap { claimants[$0].ports })
            if claimants[victim].ports.allSatisfy(taken.contains) { return claimants[victim].key }
        }
        return nil
    }
}

// MARK: - Any address

extension AddressLedger {
    /// `others` are addresses of the Service's other family.
    private mutating func findAddress(
        of family: AddressFamily, for index: Int, in requested: AddressPool?, beside others: [IPAddress]
    ) throws(AllocationRefusal) -> IPAddress {
        let claimant = claimants[index]
        if let shared = sharedAddress(of: family, for: claimant, in: requested) { return shared }
        try requested?.checkAdmits(claimant)
        let ofFamily = (requested.map { [$0] } ?? pools.automatic)
            .filter { pool in pool.ranges.contains { $0.family == family } }
        let candidates = ofFamily.filter { $0.admits(claimant) }
        guard !candidates.isEmpty else {
            throw .noPool(of: family, requested: requested?.name, closed: ofFamily.map(\.name), for: claimant)
        }
        for pool in candidates.ordered(for: claimant, beside: others) {
            if let address = freeAddress(in: pool, of: family) { return address }
        }
        throw .exhausted(candidates, family: family, for: claimant)
    }

    /// An address that is held under the Service's key already and on which all its ports are free.
    private mutating func sharedAddress(
        of family: AddressFamily, for claimant: AddressClaimant, in requested: AddressPool?
    ) -> IPAddress? {
        guard let key = claimant.sharingKey else { return nil }
        return addresses(sharedBy: key, for: claimant.ports).first { address in
            guard address.family == family, let occupancy = occupancy(of: address),
                claimant.ports.allSatisfy({ !occupancy.ports.contains($0) }),
                let pool = pools.pool(holding: address), pool.admits(claimant), !pool.avoids(address),
                requested.map({ $0.name == pool.name }) ?? true
            else { return false }
            return sharingRefusal(of: address, in: pool, for: claimant, occupancy: occupancy) == nil
        }
    }
}

// MARK: - Checks that need no ledger

extension AddressClaimant {
    fileprivate func checkRequestedFamilies() throws(AllocationRefusal) {
        for (position, address) in requestedAddresses.enumerated() {
            guard families.contains(address.family) else { throw .unwantedFamily(address, for: self) }
            if let other = requestedAddresses[..<position].first(where: { $0.family == address.family }) {
                throw .twoOfOneFamily(other, address, for: self)
            }
        }
    }
}

extension [AddressPool] {
    /// The order in which a Service for both families is to ask them: both addresses come from one pool where they can,
    /// so first the pool it has an address of, then those with both families.
    fileprivate func ordered(for claimant: AddressClaimant, beside others: [IPAddress]) -> Self {
        guard claimant.families.count > 1, count > 1 else { return self }
        func rank(_ pool: AddressPool) -> Int {
            if others.contains(where: { other in pool.ranges.contains { $0.contains(other) } }) { return 0 }
            let hasAll = claimant.families.allSatisfy { family in pool.ranges.contains { $0.family == family } }
            return hasAll ? 1 : 2
        }
        return enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
    }
}

extension AddressPool {
    fileprivate func checkHolds(
        _ address: IPAddress, of claimant: AddressClaimant
    ) throws(AllocationRefusal) {
        guard ranges.contains(where: { $0.contains(address) }) else {
            throw .outsidePool(address, pool: name, for: claimant)
        }
    }
}
