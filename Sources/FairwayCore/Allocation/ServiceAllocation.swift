import FairwayNet

/// Which Services may get of a pool, and how early the pool's turn comes.
package struct ServiceAllocation: Hashable, Sendable {
    /// Pools with a lower number come first, those with 0 last.
    package var priority: Int
    /// The namespaces whose Services are admitted, beside those that `namespaceSelectors` match. Where there is
    /// neither, all are.
    package var namespaces: Set<String>
    package var namespaceSelectors: [LabelSelector]
    /// One of them has to match a Service's labels. Where there is none, all Services are admitted.
    package var serviceSelectors: [LabelSelector]

    package init(
        priority: Int = 0, namespaces: Set<String> = [], namespaceSelectors: [LabelSelector] = [],
        serviceSelectors: [LabelSelector] = []
    ) {
        self.priority = priority
        self.namespaces = namespaces
        self.namespaceSelectors = namespaceSelectors
        self.serviceSelectors = serviceSelectors
    }

    /// What keeps a Service out.
    package enum Rule: Hashable, Sendable {
        case namespaces
        case serviceSelectors
    }

    /// The rule that keeps a Service out; `nil`: it is admitted.
    func rule(against claimant: AddressClaimant) -> Rule? {
        if pinsNamespaces, !namespaces.contains(claimant.key.namespace),
            !namespaceSelectors.contains(where: { $0.matches(claimant.namespaceLabels) })
        {
            return .namespaces
        }
        let isSelected =
            serviceSelectors.isEmpty || serviceSelectors.contains { $0.matches(claimant.labels) }
        return isSelected ? nil : .serviceSelectors
    }

    private var pinsNamespaces: Bool { !namespaces.isEmpty || !namespaceSelectors.isEmpty }

    /// Whether it is for some Services only.
    private var isPinned: Bool { pinsNamespaces || !serviceSelectors.isEmpty }

    /// Where a pool stands among those that a Service may get of: by priority, and of one priority those first that
    /// are for some Services only.
    var rank: (priority: Int, pinned: Int) { (priority == 0 ? .max : priority, isPinned ? 0 : 1) }
}

extension AddressPool {
    /// Whether a Service may be given addresses of the pool.
    func admits(_ claimant: AddressClaimant) -> Bool { allocation.rule(against: claimant) == nil }

    /// Checks that a Service may be given an address of the pool.
    ///
    /// - Parameters:
    ///   - claimant: the Service.
    ///   - address: the one it asks for; `nil`: any.
    /// - Throws: which rule keeps the Service out.
    func checkAdmits(_ claimant: AddressClaimant, asking address: IPAddress? = nil) throws(AllocationRefusal) {
        guard let rule = allocation.rule(against: claimant) else { return }
        throw .poolForbidden(name, address: address, rule: rule, for: claimant)
    }
}
