import FairwayCore
import FairwayDNS
import FairwayNet

/// Makes the records of Services: names go to whoever may have them, the older Service first, and the records of all that
/// share a name and a type become one set.
package struct RecordPlanner {
    var plan = RecordPlan()
    /// The zones that are served.
    private(set) var zones: [DomainName: ServedZone] = [:]
    /// Those that Services have names in, by their apexes.
    private var forwardZones: [ServedZone] = []
    /// Which Service has the addresses of a name.
    private var holders: [DomainName: ServiceKey] = [:]
    /// The zones' name servers that have addresses of their own: names that no Service can have.
    private(set) var nameServers: [DomainName: DomainName] = [:]
    var drafts: [Draft] = []
    /// The addresses that have a name in a zone of reverse names.
    var reversed: Set<IPAddress> = []

    /// A record and whose it is; `nil`: the zone's own.
    struct Draft {
        var zone: DomainName
        var record: ResourceRecord
        var service: ServiceKey?
    }

    /// The plan for `services` and `zones`, in whatever order they are.
    package static func plan(zones: [ServedZone], services: [NameClaimant]) -> RecordPlan {
        var planner = RecordPlanner()
        planner.open(zones)
        let services = services.sorted { ($0.creation, $0.key) < ($1.creation, $1.key) }
        // First the names that Services have by themselves, so that nobody can take the one that another is to have.
        var names = services.map { planner.ownNames(of: $0) }
        for (index, service) in services.enumerated() {
            names[index] = planner.claimedNames(of: service) + names[index]
        }
        for (service, names) in zip(services, names) {
            planner.draft(service, names: names)
        }
        planner.finish()
        return planner.plan
    }

    /// Takes in the zones; of two with one apex the older is served.
    private mutating func open(_ all: [ServedZone]) {
        for zone in all.sorted(by: { ($0.creation, $0.name) < ($1.creation, $1.name) }) {
            if let older = zones[zone.apex] {
                plan.zoneProblems[zone, default: []].append(.declaredTwice(zone.apex, by: older.name))
            } else {
                zones[zone.apex] = zone
            }
        }
        forwardZones = zones.values.filter { !$0.apex.isReverse }.sorted { $0.apex < $1.apex }
        for zone in zones.values {
            for server in zone.nameServers where !server.addresses.isEmpty { nameServers[server.name] = zone.apex }
        }
    }

    /// The innermost zone that a name is in.
    func zone(holding name: DomainName) -> ServedZone? {
        var candidate: DomainName? = name
        while let apex = candidate {
            if let zone = zones[apex] { return zone }
            candidate = apex.parent
        }
        return nil
    }
}

// MARK: - Who has which name

extension RecordPlanner {
    /// `service.namespace.zone` in each zone that admits the Service, but where another zone is in between.
    private mutating func ownNames(of service: NameClaimant) -> [DomainName] {
        var names: [DomainName] = []
        for zone in forwardZones {
            guard zone.namespaces.admits(service.key.namespace, labels: service.namespaceLabels) else { continue }
            do throws(DNSParseError) {
                let name = try zone.apex.prepending(
                    [service.key.name, service.key.namespace].map { Array($0.utf8) })
                guard self.zone(holding: name)?.apex == zone.apex, nameServers[name] == nil else { continue }
                holders[name] = service.key
                names.append(name)
            } catch {
                report(.unnameable(error, service.key), of: service)
            }
        }
        return names
    }

    /// The names that a Service asks for and gets.
    private mutating func claimedNames(of service: NameClaimant) -> [DomainName] {
        if let problem = service.unreadable { report(problem, of: service) }
        var (names, seen) = ([DomainName](), Set<DomainName>())
        for name in service.wishes.hostnames where seen.insert(name).inserted {
            do throws(RecordProblem) {
                _ = try admit(name, for: service)
                try hold(name, for: service)
                names.append(name)
            } catch {
                report(error, of: service)
            }
        }
        return names
    }

    /// The zone of a name, if the Service may have records there.
    func admit(_ name: DomainName, for service: NameClaimant) throws(RecordProblem) -> ServedZone {
        guard let zone = zone(holding: name) else { throw .outside(name, service.key) }
        guard !zone.apex.isReverse else { throw .reverse(name, zone: zone.apex, service.key) }
        guard zone.namespaces.admits(service.key.namespace, labels: service.namespaceLabels) else {
            throw .namespaceForbidden(name, zone: zone.apex, service.key)
        }
        guard
            holders[name] == service.key || zone.hostnames.isEmpty
                || zone.hostnames.contains(where: { $0.matches(name) })
        else { throw .hostnameForbidden(name, zone: zone.apex, service.key) }
        return zone
    }

    /// Gives a name to a Service, unless another one has it.
    mutating func hold(_ name: DomainName, for service: NameClaimant) throws(RecordProblem) {
        if let zone = nameServers[name] { throw .nameServer(name, zone: zone, service.key) }
        if let holder = holders[name], holder != service.key { throw .taken(name, by: holder, service.key) }
        holders[name] = service.key
    }

    mutating func report(_ problem: RecordProblem, of service: NameClaimant) {
        plan.services[service.key, default: RecordPlan.Published()].problems.append(problem)
    }
}
