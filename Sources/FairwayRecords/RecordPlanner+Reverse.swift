import FairwayCore
import FairwayDNS
import FairwayNet

/// The names of addresses.
extension RecordPlanner {
    /// A PTR record for each of a Service's addresses that a zone of reverse names holds, to the first of its hosts: that of
    /// the oldest Service where several share an address.
    mutating func draftReverse(of service: NameClaimant, hosts: [DomainName]) {
        guard let host = hosts.first(where: { !$0.isWildcard }) else { return }
        for address in service.addresses where !reversed.contains(address) {
            let name = DomainName(reverse: address)
            guard let zone = zone(holding: name), zone.apex.isReverse,
                zone.namespaces.admits(service.key.namespace, labels: service.namespaceLabels)
            else { continue }
            reversed.insert(address)
            add(.ptr(host), at: name, of: service)
        }
    }
}
