import FairwayCore
import FairwayDNS
import FairwayNet

/// The zones as they are served.
extension RecordPlanner {
    /// Adds what zones have by themselves, and makes sets of what Services have.
    mutating func finish() {
        let known = serverAddresses()
        for zone in zones.values.sorted(by: { $0.apex < $1.apex }) { draftZone(zone, known) }
        dropMisplacedAliases()
        let ttls = lowestTTLs()
        for apex in zones.keys { plan.zones[apex] = zones[apex].map { RecordPlan.Zone(settings: $0, records: []) } }
        var seen: [DomainName: Set<ResourceRecord>] = [:]
        for draft in drafts {
            var record = draft.record
            record.ttl = ttls[SetKey(record)] ?? record.ttl
            if let service = draft.service { plan.services[service]?.records.append(record) }
            guard seen[draft.zone, default: []].insert(record).inserted else { continue }
            plan.zones[draft.zone]?.records.append(record)
        }
        for apex in zones.keys { plan.zones[apex]?.records.sortByName() }
        for service in plan.services.keys { plan.services[service]?.records.sortByName() }
    }

    /// A zone's servers, at its apex and, where its parent is served here as well, there too: as its delegation.
    private mutating func draftZone(_ zone: ServedZone, _ known: [DomainName: [RecordData]]) {
        let parent = zone.apex.parent.flatMap { self.zone(holding: $0) }
        for server in zone.nameServers {
            let record = ResourceRecord(owner: zone.apex, ttl: zone.ttl, data: .ns(server.name))
            drafts.append(Draft(zone: zone.apex, record: record))
            if let parent { drafts.append(Draft(zone: parent.apex, record: record)) }
            draftAddresses(of: server, zone, parent: parent, known)
        }
    }

    /// The addresses that Services give to the names of servers.
    private func serverAddresses() -> [DomainName: [RecordData]] {
        let servers = Set(zones.values.flatMap { $0.nameServers.map(\.name) })
        var addresses: [DomainName: [RecordData]] = [:]
        for draft in drafts where draft.record.type.isAddress && servers.contains(draft.record.owner) {
            addresses[draft.record.owner, default: []].append(draft.record.data)
        }
        return addresses
    }

    /// The addresses of a server, in the zone of its name, and as glue in the parent.
    private mutating func draftAddresses(
        of server: ServedZone.NameServer, _ zone: ServedZone, parent: ServedZone?, _ known: [DomainName: [RecordData]]
    ) {
        guard let home = self.zone(holding: server.name) else { return }
        let addresses = server.addresses.isEmpty ? known[server.name] ?? [] : server.addresses.map { RecordData($0) }
        if addresses.isEmpty {
            plan.zoneProblems[zone, default: []].append(.noAddress(of: server.name, zone: zone.apex))
        }
        for data in addresses {
            let record = ResourceRecord(owner: server.name, ttl: zone.ttl, data: data)
            if !server.addresses.isEmpty { drafts.append(Draft(zone: home.apex, record: record)) }
            if let parent, home.apex == zone.apex { drafts.append(Draft(zone: parent.apex, record: record)) }
        }
    }

    /// An alias is alone at its name: it goes where there is something else, and of several the oldest Service's stays.
    private mutating func dropMisplacedAliases() {
        var kinds: [DomainName: (alias: RecordData, hasOthers: Bool)] = [:]
        for draft in drafts where draft.record.type == .cname && kinds[draft.record.owner] == nil {
            kinds[draft.record.owner] = (draft.record.data, zones[draft.record.owner] != nil)
        }
        guard !kinds.isEmpty else { return }
        for draft in drafts where draft.record.type != .cname { kinds[draft.record.owner]?.hasOthers = true }
        var dropped: [Draft] = []
        drafts.removeAll { draft in
            guard draft.record.type == .cname, let kind = kinds[draft.record.owner] else { return false }
            guard kind.hasOthers || kind.alias != draft.record.data else { return false }
            dropped.append(draft)
            return true
        }
        for draft in dropped {
            guard let service = draft.service else { continue }
            plan.services[service]?.problems.append(.aliasWithOtherRecords(draft.record.owner, service))
        }
    }

    /// The lowest TTL of each set (RFC 2181 §5.2).
    private func lowestTTLs() -> [SetKey: UInt32] {
        Dictionary(drafts.map { (SetKey($0.record), $0.record.ttl) }, uniquingKeysWith: min)
    }
}

/// What the records of a set have in common.
private struct SetKey: Hashable {
    var owner: DomainName
    var type: RecordType

    init(_ record: ResourceRecord) {
        owner = record.owner
        type = record.type
    }
}

extension RecordType {
    fileprivate var isAddress: Bool { self == .a || self == .aaaa }
}

extension [ResourceRecord] {
    /// Sorts by name, type and data. Texts are made only where a name has several records of a type, and once: there may be
    /// very many.
    fileprivate mutating func sortByName() {
        sort { one, other in
            let order = one.owner.compared(to: other.owner)
            return order == 0 ? one.type < other.type : order < 0
        }
        var start = startIndex
        while start < endIndex {
            let first = self[start]
            let end = self[start...].firstIndex { $0.type != first.type || $0.owner != first.owner } ?? endIndex
            if end - start > 1 {
                let set = self[start..<end].map { (text: $0.data.text, record: $0) }.sorted { $0.text < $1.text }
                replaceSubrange(start..<end, with: set.map(\.record))
            }
            start = end
        }
    }
}

extension RecordProblem {
    static func declaredTwice(_ zone: DomainName, by older: String) -> Self {
        Self(
            reason: "ZoneDeclaredTwice",
            message:
                "The zone \(zone) is served as the older DNSZone “\(older)” declares it, and not as this one does; "
                + "delete one of them.")
    }

    static func noAddress(of server: DomainName, zone: DomainName) -> Self {
        Self(
            reason: "NameServerWithoutAddress",
            message: "The name server \(server) of the zone \(zone) has no address: give it one in "
                + "spec.primary.nameServers, or let a Service ask for the name.")
    }
}
