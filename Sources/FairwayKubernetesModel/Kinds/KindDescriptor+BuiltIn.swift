extension KindDescriptor {
    /// The API group of Fairway's own kinds.
    static let fairwayGroup = "fairway.dev"

    /// Every kind the embedded API has of its own.
    package static let builtIn: [KindDescriptor] = [
        .namespaces, .services, .configMaps, .secrets, .nodes, .events, .groupedEvents, .leases, .endpointSlices,
        .customResourceDefinitions, .addressPools, .nodeStates,
    ]
}
