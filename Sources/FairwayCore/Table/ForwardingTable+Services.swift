import FairwayNet

extension ForwardingTable {
    /// The table that serves `services`, in whatever order they come.
    ///
    /// A frontend that several Services have is the oldest's. One that has no endpoints has an entry without backends,
    /// so that clients are refused rather than left waiting.
    package init(services: some Sequence<ServedService>) {
        self.init()
        for service in services.sorted(by: { ($0.creation, $0.key) < ($1.creation, $1.key) }) {
            for port in service.ports {
                add(port, of: service)
            }
        }
    }

    private mutating func add(_ port: ServedPort, of service: ServedService) {
        var selections: [AddressFamily: EndpointSelection] = [:]
        for address in service.addresses {
            let frontend = Frontend(address: address, port: port.port.port, transport: port.port.transport)
            guard entries[frontend] == nil else { continue }
            let selection =
                selections[address.family] ?? EndpointSelection(port.endpoints, for: address.family)
            selections[address.family] = selection
            entries[frontend] = ForwardingEntry(
                service: service.key, backends: selection.backends, draining: selection.draining,
                timeouts: service.timeouts, sources: service.sources)
        }
    }
}
