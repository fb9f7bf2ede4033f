import FairwayCore
import FairwayDNS
import FairwayNet

/// The records of one Service.
extension RecordPlanner {
    mutating func draft(_ service: NameClaimant, names: [DomainName]) {
        draftExtras(of: service)
        var seen: Set<DomainName> = []
        let hosts = names.filter { seen.insert($0).inserted && draftHost($0, of: service) }
        plan.services[service.key, default: RecordPlan.Published()].names = hosts
        draftServices(of: service, hosts: hosts)
        draftReverse(of: service, hosts: hosts)
    }

    /// A record of a Service in the zone that holds its name, with the TTL that the Service or the zone says; none while
    /// the Service cannot be reached.
    mutating func add(_ data: RecordData, at name: DomainName, of service: NameClaimant) {
        guard !service.addresses.isEmpty || service.alias != nil, let zone = zone(holding: name) else { return }
        let record = ResourceRecord(owner: name, ttl: service.wishes.ttl ?? zone.ttl, data: data)
        drafts.append(Draft(zone: zone.apex, record: record, service: service.key))
    }

    /// Says where a name is. Returns whether that is said.
    private mutating func draftHost(_ name: DomainName, of service: NameClaimant) -> Bool {
        var addresses = service.addresses
        if addresses.isEmpty, let alias = service.alias {
            guard zones[name] != nil else {
                add(.cname(alias.target), at: name, of: service)
                return true
            }
            guard !alias.addresses.isEmpty else {
                report(.aliasAtApex(name, target: alias.target, service.key), of: service)
                return false
            }
            addresses = alias.addresses
        }
        for address in addresses { add(RecordData(address), at: name, of: service) }
        return true
    }

    /// SRV records, at each of the hosts for itself, or all at the domain that the Service asks for, for its first host.
    private mutating func draftServices(of service: NameClaimant, hosts: [DomainName]) {
        let names = service.ports.map(\.name)
        for wish in service.wishes.services where !names.contains(wish.port) {
            report(.noSuchPort(wish.port, service.key), of: service)
        }
        var domains = hosts.filter { !$0.isWildcard }.map { (owner: $0, host: $0) }
        if let domain = service.wishes.srvDomain {
            do throws(RecordProblem) {
                _ = try admit(domain, for: service)
                domains = domains.first.map { [(domain, $0.host)] } ?? []
            } catch {
                report(error, of: service)
                return
            }
        }
        for port in service.ports {
            guard let wish = service.serviceNames(of: port) else { continue }
            for (index, domain) in domains.enumerated() {
                draft(wish, port.port, at: domain.owner, host: domain.host, of: service, isFirst: index == 0)
            }
        }
    }

    private mutating func draft(
        _ wish: NameWishes.ServiceNames, _ port: TransportPort, at domain: DomainName, host: DomainName,
        of service: NameClaimant, isFirst: Bool
    ) {
        // The target of an SRV record must not be an alias (RFC 2782).
        let isAlias = service.addresses.isEmpty && zones[host] == nil
        let target = isAlias ? service.alias?.target ?? host : host
        let location = ServiceLocation(
            priority: wish.priority, weight: wish.weight, port: port.port, target: target)
        for name in wish.services {
            let labels = ["_\(name)", "_\(port.transport.description.lowercased())"]
            do throws(DNSParseError) {
                add(.srv(location), at: try domain.prepending(labels.map { Array($0.utf8) }), of: service)
            } catch {
                // Said once, not for each of its names.
                if isFirst { report(.unnameable(error, service.key), of: service) }
                continue
            }
            if isFirst, name.utf8.count > 15 { remark(longName: name, of: service) }
        }
    }

    private mutating func remark(longName name: String, of service: NameClaimant) {
        plan.services[service.key, default: RecordPlan.Published()].remarks.append(
            "The service name “\(name)” in the SRV records of \(service.key) has more than the 15 characters of RFC 6335; "
                + "some clients may not ask for it.")
    }

    /// The records that the Service asks for by themselves. Those that say where a name is need the name.
    private mutating func draftExtras(of service: NameClaimant) {
        for record in service.wishes.records {
            do throws(RecordProblem) {
                guard !record.data.type.isOfZone else {
                    throw .forbiddenType(record.data.type, record.name, service.key)
                }
                _ = try admit(record.name, for: service)
                if [.a, .aaaa, .cname].contains(record.data.type) { try hold(record.name, for: service) }
                add(record.data, at: record.name, of: service)
            } catch {
                report(error, of: service)
            }
        }
    }
}

extension RecordType {
    /// Whether records of the type make a zone what it is: its borders, its servers, its signatures (RFC 4034, RFC 5155).
    fileprivate var isOfZone: Bool {
        isMeta || [.soa, .ns, .dname, .ds].contains(self) || (46...51).contains(rawValue)
            || [59, 60].contains(rawValue)
    }
}
