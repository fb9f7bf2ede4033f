extension KindDescriptor {
    /// Every kind the embedded API has of its own.
    package static let builtIn: [KindDescriptor] = [
        .namespaces, .services, .configMaps, .secrets, .nodes, .events, .groupedEvents, .leases, .endpointSlices,
        .customResourceDefinitions, .addressPools, .nodeStates, .dnsZones,
    ]
}
