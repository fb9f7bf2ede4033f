import FairwayCore
package import FairwayKubernetes

/// Which Services may get of an `AddressPool`. Names follow MetalLB's.
package struct ServiceAllocationSpec: Codable, Hashable, Sendable {
    /// Pools with a lower number come first; those with 0 or none last.
    package var priority: Int?
    @EmptyIfAbsent package var namespaces: [String]
    @EmptyIfAbsent package var namespaceSelectors: [LabelSelectorSpec]
    @EmptyIfAbsent package var serviceSelectors: [LabelSelectorSpec]

    package init(
        priority: Int? = nil, namespaces: [String] = [], namespaceSelectors: [LabelSelectorSpec] = [],
        serviceSelectors: [LabelSelectorSpec] = []
    ) {
        self.priority = priority
        self.namespaces = namespaces
        self.namespaceSelectors = namespaceSelectors
        self.serviceSelectors = serviceSelectors
    }

    /// The allocation in Core's values.
    ///
    /// - Parameter pool: the name of the pool that it is of.
    /// - Returns: who is admitted.
    /// - Throws: where the priority or a selector cannot be used: a pool is never open to more Services than its
    ///   author may have meant.
    func allocation(of pool: String) throws(AddressPoolError) -> ServiceAllocation {
        if let priority, priority < 0 {
            throw AddressPoolError(
                pool: pool,
                message: "The pool “\(pool)” has a spec.serviceAllocation.priority of \(priority): "
                    + "expected 0, which comes last, or a number above it.")
        }
        return ServiceAllocation(
            priority: priority ?? 0, namespaces: Set(namespaces),
            namespaceSelectors: try Self.selectors(namespaceSelectors, "namespaceSelectors", of: pool),
            serviceSelectors: try Self.selectors(serviceSelectors, "serviceSelectors", of: pool))
    }

    private static func selectors(
        _ specs: [LabelSelectorSpec], _ member: String, of pool: String
    ) throws(AddressPoolError) -> [LabelSelector] {
        var selectors: [LabelSelector] = []
        for spec in specs {
            do {
                selectors.append(try spec.selector())
            } catch {
                throw AddressPoolError(
                    pool: pool,
                    message: "The pool “\(pool)” has an entry in spec.serviceAllocation.\(member) that cannot be used: "
                        + "\(error.problem).")
            }
        }
        return selectors
    }
}
