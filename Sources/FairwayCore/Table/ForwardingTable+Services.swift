import FairwayNet

extension ForwardingTable {
    /// The table that serves `services`, in whatever order they come.
    ///
    /// A frontend that several Services have is the oldest's. One that has no endpoints has an entry without backends,
    /// so that clients are refused rather than left waiting.
    package init(services: some Sequence<ServedService>) {
        var table = ServicesTable()
        for service in services {
            table.replace(nil, with: service.entries, of: service.key, from: service.creation)
        }
        self = table.table
    }
}

extension ServedService {
    /// What the Service has in a table, as long as no older one has a frontend of it.
    package var entries: [Frontend: ForwardingEntry] {
        var entries: [Frontend: ForwardingEntry] = [:]
        for port in ports {
            var selections: [AddressFamily: EndpointSelection] = [:]
            for address in addresses {
                let frontend = Frontend(address: address, port: port.port.port, transport: port.port.transport)
                guard entries[frontend] == nil else { continue }
                let selection =
                    selections[address.family] ?? EndpointSelection(port.endpoints, for: address.family)
                selections[address.family] = selection
                entries[frontend] = ForwardingEntry(
                    service: key, backends: selection.backends, draining: selection.draining, timeouts: timeouts,
                    sources: sources, affinity: affinity, proxyProtocol: proxyProtocol, limits: limits,
                    healthCheck: healthCheck)
            }
        }
        return entries
    }
}
