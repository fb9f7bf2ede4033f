import FairwayNet

/// The sentences of refusals: who wants what, who or what is in the way, what to do.
extension AllocationRefusal {
    static func noKey(_ address: IPAddress, holder: AddressClaimant, for claimant: AddressClaimant) -> Self {
        Self(
            .addressTaken,
            "\(claimant.key) cannot have \(address): the Service \(holder.key) holds it, and \(claimant.key) has no "
                + "sharing key; ask for another address, or give both the same fairway.dev/share-address.")
    }

    static func otherKey(_ address: IPAddress, holder: AddressClaimant, for claimant: AddressClaimant) -> Self {
        let theirs = holder.sharingKey.map { "shares it by the key “\($0)”" } ?? "does not share it"
        let ours = claimant.sharingKey ?? ""
        return Self(
            .addressTaken,
            "\(claimant.key) cannot have \(address) by the sharing key “\(ours)”: the Service \(holder.key) holds it "
                + "and \(theirs); ask for another address, or give both the same fairway.dev/share-address.")
    }

    static func otherNamespace(
        _ address: IPAddress, holder: AddressClaimant, pool: String, for claimant: AddressClaimant
    ) -> Self {
        Self(
            .addressTaken,
            "\(claimant.key) cannot have \(address): the Service \(holder.key) holds it, and the pool “\(pool)” lets "
                + "only Services of one namespace share; ask for another address, or set the pool's sharing to cluster."
        )
    }

    static func otherPolicy(_ address: IPAddress, holder: AddressClaimant, for claimant: AddressClaimant) -> Self {
        Self(
            .addressTaken,
            "\(claimant.key) cannot have \(address): the Service \(holder.key) holds it, and with externalTrafficPolicy "
                + "Local an address is shared only by Services that are all Local and have the same selector; ask for "
                + "another address, or make both Cluster.")
    }

    static func portsTaken(_ address: IPAddress, by holders: [ServiceKey], for claimant: AddressClaimant) -> Self {
        let ports = claimant.ports.sorted().map(\.description).joined(separator: ", ")
        return Self(
            .portsTaken,
            "\(claimant.key) cannot share \(address): \(list(holders)) already served there on \(ports); "
                + "use other ports, or ask for another address.")
    }

    static func wouldDisplace(_ victim: ServiceKey, on address: IPAddress, for claimant: AddressClaimant) -> Self {
        Self(
            .portsTaken,
            "\(claimant.key) cannot share \(address): as the older Service it would take all ports from \(victim), "
                + "which is served there; use other ports, or ask for another address.")
    }

    static func outsidePools(_ address: IPAddress, for claimant: AddressClaimant) -> Self {
        Self(
            .addressOutsidePools,
            "\(claimant.key) cannot have \(address): it is in no address pool; "
                + "ask for an address of a pool, or add this one to a pool.")
    }

    static func avoided(_ address: IPAddress, pool: String, for claimant: AddressClaimant) -> Self {
        Self(
            .addressOutsidePools,
            "\(claimant.key) cannot have \(address): the pool “\(pool)” leaves out addresses that end in .0 and .255 "
                + "(avoidBuggyIPs); ask for another address.")
    }

    static func outsidePool(_ address: IPAddress, pool: String, for claimant: AddressClaimant) -> Self {
        Self(
            .addressOutsidePool,
            "\(claimant.key) cannot have \(address): it is not in the pool “\(pool)”, which is asked for as well; "
                + "ask for an address of that pool, or for no pool.")
    }

    static func unwantedFamily(_ address: IPAddress, for claimant: AddressClaimant) -> Self {
        let families = claimant.families.map(\.description).joined(separator: " and ")
        return Self(
            .addressFamilyMismatch,
            "\(claimant.key) cannot have \(address): it is an \(address.family) address and the Service is for "
                + "\(families); ask for an address of that family, or change spec.ipFamilies.")
    }

    static func twoOfOneFamily(_ one: IPAddress, _ other: IPAddress, for claimant: AddressClaimant) -> Self {
        Self(
            .addressFamilyMismatch,
            "\(claimant.key) cannot have both \(one) and \(other): a Service has one \(one.family) address; "
                + "ask for one of them.")
    }

    static func poolNotFound(_ pool: String, isRefused: Bool, for claimant: AddressClaimant) -> Self {
        Self(
            .poolNotFound,
            "\(claimant.key) cannot have an address of the pool “\(pool)”: "
                + (isRefused
                    ? "the pool is not valid; see its conditions and correct it."
                    : "there is no such pool; create it, or ask for another one."))
    }

    static func poolForbidden(
        _ pool: String, address: IPAddress?, rule: ServiceAllocation.Rule, for claimant: AddressClaimant
    ) -> Self {
        let reason =
            switch rule {
            case .namespaces:
                "the pool is for other namespaces; ask for another pool, or add the namespace "
                    + "“\(claimant.key.namespace)” to the pool's serviceAllocation.namespaces."
            case .serviceSelectors:
                "none of the pool's serviceAllocation.serviceSelectors matches the Service's labels; "
                    + "ask for another pool, or correct the labels."
            }
        let wish = address?.description ?? "an address"
        return Self(.poolForbidden, "\(claimant.key) cannot have \(wish) of the pool “\(pool)”: \(reason)")
    }

    /// `closed` are the pools that would have addresses of the family, and are for other Services.
    static func noPool(
        of family: AddressFamily, requested: String?, closed: [String], for claimant: AddressClaimant
    ) -> Self {
        guard closed.isEmpty else {
            let (noun, verb) = closed.count == 1 ? ("the pool", "is") : ("the pools", "are")
            return Self(
                .noPool,
                "\(claimant.key) cannot have an \(family) address: by serviceAllocation \(noun) \(quoted(closed)) "
                    + "\(verb) for other Services; add a pool for this one, or let a pool admit it.")
        }
        let cause = requested.map { "the pool “\($0)” has no \(family) addresses" }
        return Self(
            .noPool,
            "\(claimant.key) cannot have an \(family) address: "
                + (cause ?? "no address pool gives out \(family) addresses by itself")
                + "; add \(family) addresses to a pool, or ask for another pool.")
    }

    static func exhausted(_ pools: [AddressPool], family: AddressFamily, for claimant: AddressClaimant) -> Self {
        return Self(
            .poolExhausted,
            "\(claimant.key) cannot have an \(family) address: all those of the pool\(pools.count == 1 ? "" : "s") "
                + "\(quoted(pools.map(\.name))) are in use; delete a Service that holds one, or add addresses to a pool."
        )
    }

    private static func quoted(_ names: [String]) -> String {
        names.map { "“\($0)”" }.joined(separator: ", ")
    }

    private static func list(_ services: [ServiceKey]) -> String {
        let names = services.map(\.description).joined(separator: ", ")
        return services.count == 1 ? "the Service \(names) is" : "the Services \(names) are"
    }
}
