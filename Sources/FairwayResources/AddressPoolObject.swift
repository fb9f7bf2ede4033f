package import FairwayCore
package import FairwayKubernetes
import FairwayNet

/// An `AddressPool` (`fairway.dev/v1alpha1`, cluster-scoped): addresses that Services may be given.
package struct AddressPoolObject: Resource, Hashable {
    package static let type = ResourceType(
        group: "fairway.dev", version: "v1alpha1", kind: "AddressPool", plural: "addresspools", namespaced: false)

    package var metadata: ObjectMeta
    package var spec: AddressPoolSpec?
    package var status: AddressPoolStatus?

    package init(metadata: ObjectMeta, spec: AddressPoolSpec?, status: AddressPoolStatus? = nil) {
        self.metadata = metadata
        self.spec = spec
        self.status = status
    }

    /// The pool in Core's values.
    ///
    /// - Throws: where an entry of it is no prefix and no range. Whether it goes with other pools is not looked at.
    package func pool() throws(AddressPoolError) -> AddressPool {
        let name = metadata.name ?? ""
        let spec = spec ?? AddressPoolSpec()
        var ranges: [IPAddressRange] = []
        for text in spec.addresses {
            do {
                ranges.append(try IPAddressRange(parsing: text))
            } catch {
                throw AddressPoolError(
                    pool: name,
                    message: "The pool “\(name)” has an entry in spec.addresses that cannot be used: \(error).")
            }
        }
        guard let sharing = AddressSharing(rawValue: spec.sharing ?? AddressSharing.namespace.rawValue) else {
            throw AddressPoolError(
                pool: name,
                message: "The pool “\(name)” has a spec.sharing that is not known: expected namespace or cluster.")
        }
        return AddressPool(
            name: name, ranges: ranges, autoAssign: spec.autoAssign ?? true,
            avoidBuggyIPs: spec.avoidBuggyIPs ?? false, sharing: sharing,
            allocation: try spec.serviceAllocation?.allocation(of: name) ?? ServiceAllocation())
    }
}

/// What an `AddressPool` is made of. Names follow MetalLB's `IPAddressPool`.
package struct AddressPoolSpec: Codable, Hashable, Sendable {
    /// Prefixes and ranges, IPv4 or IPv6.
    @EmptyIfAbsent package var addresses: [String]
    /// Whether Services that ask for no pool are given one of these; true where it is absent.
    package var autoAssign: Bool?
    /// Whether .0 and .255 are left out; false where it is absent.
    package var avoidBuggyIPs: Bool?
    /// `namespace` (where it is absent) or `cluster`.
    package var sharing: String?
    /// Which Services may be given one of these; all of them where it is absent.
    package var serviceAllocation: ServiceAllocationSpec?

    package init(
        addresses: [String] = [], autoAssign: Bool? = nil, avoidBuggyIPs: Bool? = nil, sharing: String? = nil,
        serviceAllocation: ServiceAllocationSpec? = nil
    ) {
        self.addresses = addresses
        self.autoAssign = autoAssign
        self.avoidBuggyIPs = avoidBuggyIPs
        self.sharing = sharing
        self.serviceAllocation = serviceAllocation
    }
}

/// How an `AddressPool` is used. Counts that do not fit are the largest there is.
package struct AddressPoolStatus: Codable, Hashable, Sendable {
    package var assignedIPv4: Int64?
    package var assignedIPv6: Int64?
    package var availableIPv4: Int64?
    package var availableIPv6: Int64?
    @EmptyIfAbsent package var conditions: [Condition]

    package init(
        assignedIPv4: Int64? = nil, assignedIPv6: Int64? = nil, availableIPv4: Int64? = nil,
        availableIPv6: Int64? = nil, conditions: [Condition] = []
    ) {
        self.assignedIPv4 = assignedIPv4
        self.assignedIPv6 = assignedIPv6
        self.availableIPv4 = availableIPv4
        self.availableIPv6 = availableIPv6
        self.conditions = conditions
    }
}
