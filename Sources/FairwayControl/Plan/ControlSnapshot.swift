package import FairwayCore
package import FairwayKubernetes
package import FairwayResources
package import Foundation

/// Everything the controller decides from, at one moment.
package struct ControlSnapshot: Sendable {
    package var classes: LoadBalancerClasses
    package var services: [ServiceKey: FairwayKubernetes.Service]
    /// Read for what is wrong with their annotations; endpoints are the nodes' business.
    package var endpointSlices: [EndpointSlice]
    package var pools: [AddressPoolObject]
    /// The labels of each namespace, by its name: pools may ask for some.
    package var namespaceLabels: [String: [String: String]]
    package var nodeStates: [NodeState]
    /// The Leases of nodes that have not been renewed for too long: these nodes are gone.
    package var silentHeartbeats: Set<String>
    /// The Services that are on their way out, as far as the controller has seen them before.
    package var departures: [ServiceKey: Departure]
    package var zones: [DNSZoneObject] = []
    /// Who may have them whole.
    package var transfers = ZoneTransfers([], secrets: [:])
    /// The Secrets with keys for that of which it is not known yet whether they are there.
    package var unreadSecrets: Set<ObjectKey> = []
    /// What records follow from all this, where that is known already.
    package var naming: Naming?

    package init(
        classes: LoadBalancerClasses = LoadBalancerClasses(), services: [FairwayKubernetes.Service] = [],
        endpointSlices: [EndpointSlice] = [], pools: [AddressPoolObject] = [], namespaces: [Namespace] = [],
        nodeStates: [NodeState] = [], silentHeartbeats: Set<String> = [], departures: [ServiceKey: Departure] = [:]
    ) {
        self.classes = classes
        self.services = Dictionary(services.map { ($0.serviceKey, $0) }) { _, last in last }
        self.endpointSlices = endpointSlices
        self.pools = pools
        namespaceLabels = Dictionary(namespaces.map { ($0.metadata.name ?? "", $0.metadata.labels) }) { _, last in last
        }
        self.nodeStates = nodeStates
        self.silentHeartbeats = silentHeartbeats
        self.departures = departures
    }

    /// What the nodes say that live. A node without a heartbeat is taken for alive.
    var livingNodeStates: [NodeState] {
        nodeStates.filter { $0.status?.heartbeat.map { !silentHeartbeats.contains($0) } ?? true }
    }

    /// Whether Fairway has to take back what it gave to `service`.
    package func isLeaving(_ service: FairwayKubernetes.Service) -> Bool {
        service.hasCleanupFinalizer && (service.isDeleting || !classes.claim(service))
    }
}

/// A Service that is on its way out, and waits for nodes to drop it.
package struct Departure: Hashable, Sendable {
    /// How long nodes are waited for: one that is gone for good never says that it has dropped anything.
    package static let patience: TimeInterval = 30

    /// When the controller saw it first.
    package var since: Date

    package init(since: Date) {
        self.since = since
    }

    package var deadline: Date { since.addingTimeInterval(Self.patience) }
}
