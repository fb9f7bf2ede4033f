extension KindDescriptor {
    /// The API group of Fairway's own kinds.
    static let fairwayGroup = "fairway.dev"

    /// Every kind the embedded API serves.
    package static let all: [KindDescriptor] = [
        .namespaces, .services, .configMaps, .secrets, .nodes, .events, .groupedEvents, .leases, .endpointSlices,
        .addressPools, .nodeStates,
    ]

    /// The kind whose objects are found under `/apis/<group>/<version>/…/<plural>`; `nil`: there is none.
    package static func find(group: String, version: String, plural: String) -> KindDescriptor? {
        all.first { $0.group == group && $0.version == version && $0.plural == plural }
    }
}
