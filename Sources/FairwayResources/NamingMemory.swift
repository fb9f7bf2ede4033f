import FairwayCore
package import FairwayDNS
package import FairwayKubernetes
package import FairwayRecords

/// Which records there are.
package struct Naming: Hashable, Sendable {
    package var plan: RecordPlan
    /// What each zone says, by its apex.
    package var digests: [DomainName: ContentDigest]

    package init(_ plan: RecordPlan, before: Naming? = nil) {
        self.plan = plan
        digests = [:]
        for (apex, zone) in plan.zones {
            digests[apex] = before?.plan.zones[apex] == zone ? before?.digests[apex] : zone.digest
        }
    }
}

/// Plans records time and again, and reads and plans only what is not as it was.
package struct NamingMemory: Sendable {
    private struct Member {
        var claimant: NameClaimant
        var origin: ObjectVersion
    }

    private var members: [ServiceKey: Member] = [:]
    private var zones: [ServedZone] = []
    private var naming: Naming?

    package init() {}

    /// The records that follow from all Services and zones, with the labels of each namespace by its name. Where the
    /// annotations of a Service cannot be read, what they asked for before stands.
    package mutating func plan(
        _ services: some Sequence<Service>, _ zones: [DNSZoneObject], _ namespaceLabels: [String: [String: String]]
    ) -> Naming {
        let isSame = follow(services, namespaceLabels)
        let zones = zones.compactMap { try? $0.zone() }
        if isSame, zones == self.zones, let naming { return naming }
        self.zones = zones
        let naming = Naming(
            RecordPlanner.plan(zones: zones, services: members.values.map(\.claimant)), before: naming)
        self.naming = naming
        return naming
    }

    /// Takes in what Services ask for; whether that is what they asked for before.
    private mutating func follow(
        _ services: some Sequence<Service>, _ namespaceLabels: [String: [String: String]]
    ) -> Bool {
        var members: [ServiceKey: Member] = [:]
        var isSame = true
        for service in services where service.hasNames {
            let (key, origin) = (service.serviceKey, ObjectVersion(service))
            let labels = namespaceLabels[key.namespace] ?? [:]
            let before = self.members[key]
            if let before, origin.isKnown, before.origin == origin, before.claimant.namespaceLabels == labels {
                members[key] = before
                continue
            }
            let claimant = service.nameClaimant(namespaceLabels: labels, before: before?.claimant.wishes)
            members[key] = Member(claimant: claimant, origin: origin)
            isSame = isSame && before?.claimant == claimant
        }
        isSame = isSame && members.count == self.members.count
        self.members = members
        return isSame
    }
}
