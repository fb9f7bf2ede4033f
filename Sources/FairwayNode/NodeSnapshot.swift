package import FairwayKubernetes
import FairwayResources

/// Everything a node decides from, at one moment.
package struct NodeSnapshot: Sendable {
    package var services: [FairwayKubernetes.Service]
    package var endpointSlices: [EndpointSlice]
    package var node: NodeIdentity

    package init(
        services: [FairwayKubernetes.Service] = [], endpointSlices: [EndpointSlice] = [], node: NodeIdentity
    ) {
        self.services = services
        self.endpointSlices = endpointSlices
        self.node = node
    }

    /// Whether a node is to serve `service`: the controller has taken it on and given it addresses.
    static func isServed(_ service: FairwayKubernetes.Service) -> Bool {
        service.hasCleanupFinalizer && service.isLoadBalancer && !service.isDeleting
            && !service.servedAddresses.isEmpty
    }
}
