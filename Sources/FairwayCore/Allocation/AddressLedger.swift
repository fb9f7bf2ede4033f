import FairwayNet

/// Who has which address while a decision is made.
///
/// Nothing is ever struck off: within one decision addresses only become taken. So the search for a free one never
/// looks twice at the same address, however many are wanted and however large the pools are.
struct AddressLedger {
    let pools: AddressPools
    /// The oldest first; everything else speaks of them by their index.
    let claimants: [AddressClaimant]
    private var occupancies: [IPAddress: Occupancy] = [:]
    private var addressesBySharingKey: [String: [IPAddress]] = [:]
    private var searches: [String: FreeAddressSearch] = [:]
    private var sharedSearches: [SharedSearch: Int] = [:]

    init(pools: AddressPools, claimants: [AddressClaimant]) {
        self.pools = pools
        self.claimants = claimants
    }

    /// The Services on one address and the ports that they serve.
    struct Occupancy {
        var sharers: [Int]
        var ports: Set<TransportPort>
        /// Where all of them are; `nil` when they are in several.
        var namespace: String?
    }

    private struct SharedSearch: Hashable {
        var key: String
        var port: TransportPort
    }

    func occupancy(of address: IPAddress) -> Occupancy? { occupancies[address] }

    /// The addresses of the Services that have a sharing key, those that were claimed first at the front, from the
    /// first on where each of `ports` may be free: where one is taken it stays so.
    mutating func addresses(sharedBy key: String, for ports: [TransportPort]) -> ArraySlice<IPAddress> {
        let addresses = addressesBySharingKey[key] ?? []
        var start = 0
        for port in ports {
            let search = SharedSearch(key: key, port: port)
            var position = sharedSearches[search] ?? 0
            while position < addresses.count, occupancies[addresses[position]]?.ports.contains(port) == true {
                position += 1
            }
            sharedSearches[search] = position
            start = max(start, position)
        }
        return addresses[start...]
    }

    mutating func claim(_ address: IPAddress, for index: Int) {
        let claimant = claimants[index]
        guard occupancies[address] == nil else {
            occupancies[address]?.join(index, claimant)
            return
        }
        occupancies[address] = Occupancy(
            sharers: [index], ports: Set(claimant.ports), namespace: claimant.key.namespace)
        if let key = claimant.sharingKey {
            addressesBySharingKey[key, default: []].append(address)
        }
    }

    /// Claims what a Service holds; to be called for the older ones first.
    /// - Returns: the addresses that it keeps.
    mutating func claimHeld(of index: Int) -> [IPAddress] {
        let claimant = claimants[index]
        var kept: [IPAddress] = []
        for address in claimant.held where !kept.contains(address) {
            if let occupancy = occupancies[address] {
                let holder = claimants[occupancy.sharers[0]]
                guard let key = claimant.sharingKey, key == holder.sharingKey else { continue }
                guard claimant.trafficPolicy.mayShareAddress(with: holder.trafficPolicy) else { continue }
                guard claimant.ports.contains(where: { !occupancy.ports.contains($0) }) else { continue }
            }
            claim(address, for: index)
            kept.append(address)
        }
        return kept
    }

    /// The first address of a pool and family that nobody has.
    mutating func freeAddress(in pool: AddressPool, of family: AddressFamily) -> IPAddress? {
        var search = searches[pool.name] ?? FreeAddressSearch(pool)
        let address = search.next(of: family) { occupancies[$0] != nil }
        searches[pool.name] = search
        return address
    }

    /// The ports that several Services have on one address, for each but the oldest of them.
    func portConflicts() -> [(ServiceKey, PortConflict)] {
        occupancies.filter { $0.value.sharers.count > 1 }.flatMap { address, occupancy in
            var servers: [TransportPort: Int] = [:]
            var conflicts: [(ServiceKey, PortConflict)] = []
            for index in occupancy.sharers.sorted() {
                for port in claimants[index].ports {
                    let server = servers[port] ?? index
                    servers[port] = server
                    guard server != index else { continue }
                    let conflict = PortConflict(address: address, port: port, holder: claimants[server].key)
                    conflicts.append((claimants[index].key, conflict))
                }
            }
            return conflicts
        }
    }
}

extension AddressLedger.Occupancy {
    fileprivate mutating func join(_ index: Int, _ claimant: AddressClaimant) {
        sharers.append(index)
        ports.formUnion(claimant.ports)
        if namespace != claimant.key.namespace { namespace = nil }
    }
}

/// A search through a pool that goes on where it stopped.
private struct FreeAddressSearch {
    private let pool: AddressPool
    /// For each range, how many of its addresses are known to be taken or left out.
    private var offsets: [UInt128]

    init(_ pool: AddressPool) {
        self.pool = pool
        offsets = Array(repeating: 0, count: pool.ranges.count)
    }

    mutating func next(of family: AddressFamily, isTaken: (IPAddress) -> Bool) -> IPAddress? {
        for (index, range) in pool.ranges.enumerated() where range.family == family {
            while let address = range.address(at: offsets[index]) {
                if !isTaken(address), !pool.avoids(address) { return address }
                offsets[index] += 1
            }
        }
        return nil
    }
}
