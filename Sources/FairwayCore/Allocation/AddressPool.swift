package import FairwayNet

/// Addresses that Services may be given.
package struct AddressPool: Hashable, Sendable {
    package var name: String
    package var ranges: [IPAddressRange]
    /// Whether Services that ask for no pool and no address are given one of these.
    package var autoAssign: Bool
    /// Whether IPv4 addresses that end in .0 and .255 are left out, for clients that take them for a network's own.
    package var avoidBuggyIPs: Bool
    /// Who may share one of these addresses.
    package var sharing: AddressSharing
    /// Which Services may be given one of these.
    package var allocation: ServiceAllocation

    package init(
        name: String, ranges: [IPAddressRange], autoAssign: Bool = true, avoidBuggyIPs: Bool = false,
        sharing: AddressSharing = .namespace, allocation: ServiceAllocation = ServiceAllocation()
    ) {
        self.name = name
        self.ranges = ranges
        self.autoAssign = autoAssign
        self.avoidBuggyIPs = avoidBuggyIPs
        self.sharing = sharing
        self.allocation = allocation
    }

    /// Whether `address` is one of the pool's ranges' that the pool may give out.
    package func offers(_ address: IPAddress) -> Bool {
        ranges.contains { $0.contains(address) } && !avoids(address)
    }

    /// Whether `address` is left out since it ends in .0 or .255.
    func avoids(_ address: IPAddress) -> Bool {
        guard avoidBuggyIPs, case .v4(let address) = address else { return false }
        return [0, 255].contains(address.rawValue & 0xFF)
    }
}

/// Who may share an address, by the spelling of `spec.sharing`. Sharing always takes the same key on both sides.
package enum AddressSharing: String, Hashable, Sendable, CaseIterable {
    /// Services of one namespace.
    case namespace
    /// Services of any namespace.
    case cluster
}
