import FairwayKubernetes
import FairwayResources
import Logging
import ServiceLifecycle

/// What a controller decides from, kept up to date whether or not it leads.
struct ControlSources: Sendable {
    let services: Reflector<FairwayKubernetes.Service>
    let endpointSlices: Reflector<EndpointSlice>
    let pools: Reflector<AddressPoolObject>
    let namespaces: Reflector<Namespace>
    let nodeStates: Reflector<NodeState>
    let zones: Reflector<DNSZoneObject>
    /// The keys by which zones are transferred.
    let secrets: NamedObjects<Secret>
    /// Those by which nodes show that they live.
    let heartbeats: Reflector<Lease>

    /// `namespace` is Fairway's own.
    init(client: KubernetesClient, namespace: String, logger: Logger) {
        services = Reflector(client: client, logger: logger)
        endpointSlices = Reflector(client: client, logger: logger)
        pools = Reflector(client: client, logger: logger)
        namespaces = Reflector(client: client, logger: logger)
        nodeStates = Reflector(client: client, logger: logger)
        zones = Reflector(client: client, logger: logger)
        secrets = NamedObjects(client: client, logger: logger)
        heartbeats = Reflector(
            client: client, namespace: namespace, selection: Selection(labels: NodeHeartbeat.selector), logger: logger)
    }

    var all: [any ServiceLifecycle.Service] {
        [services, endpointSlices, pools, namespaces, nodeStates, zones, secrets, heartbeats]
    }

    /// Waits until everything has been read.
    ///
    /// - Throws: `CancellationError`.
    func waitUntilSynced() async throws {
        try await services.waitUntilSynced()
        try await endpointSlices.waitUntilSynced()
        try await pools.waitUntilSynced()
        try await namespaces.waitUntilSynced()
        try await nodeStates.waitUntilSynced()
        try await zones.waitUntilSynced()
        try await heartbeats.waitUntilSynced()
    }
}
