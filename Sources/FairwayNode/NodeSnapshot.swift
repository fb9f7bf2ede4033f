package import FairwayCore
package import FairwayKubernetes
import FairwayResources

/// Everything a node decides from, at one moment.
package struct NodeSnapshot: Sendable {
    package private(set) var services: [ServiceKey: FairwayKubernetes.Service] = [:]
    private var endpointSlices: [ServiceKey: [ObjectKey: EndpointSlice]] = [:]
    /// The Service that each slice belongs to.
    private var owners: [ObjectKey: ServiceKey] = [:]
    package let node: NodeIdentity
    /// The versions of the snapshots that were looked at last.
    private var versions: (services: UInt64, slices: UInt64)?

    package init(
        services: [FairwayKubernetes.Service] = [], endpointSlices: [EndpointSlice] = [], node: NodeIdentity
    ) {
        self.node = node
        for service in services { self.services[service.serviceKey] = service }
        for slice in endpointSlices { put(slice, at: slice.key) }
    }

    /// The EndpointSlices of a Service, in any order.
    func slices(of service: ServiceKey) -> [EndpointSlice] { (endpointSlices[service] ?? [:]).map(\.value) }

    /// Whether a node is to serve `service`: the controller has taken it on and given it addresses.
    static func isServed(_ service: FairwayKubernetes.Service) -> Bool {
        service.hasCleanupFinalizer && service.isLoadBalancer && !service.isDeleting
            && !service.servedAddresses.isEmpty
    }
}

// MARK: - Following

extension NodeSnapshot {
    /// Takes in what is there now.
    ///
    /// - Returns: the Services that have changed, or whose EndpointSlices have.
    mutating func follow(
        _ services: Snapshot<FairwayKubernetes.Service>, _ slices: Snapshot<EndpointSlice>
    ) -> Set<ServiceKey> {
        defer { versions = (services.version, slices.version) }
        guard let versions, let changedServices = services.changedKeys(since: versions.services),
            let changedSlices = slices.changedKeys(since: versions.slices)
        else {
            let before = Set(self.services.keys)
            self = NodeSnapshot(services: Array(services.values), endpointSlices: Array(slices.values), node: node)
            return before.union(self.services.keys)
        }
        var changed: Set<ServiceKey> = []
        for key in changedServices {
            let service = ServiceKey(namespace: key.namespace ?? "", name: key.name)
            self.services[service] = services[key]
            changed.insert(service)
        }
        for key in changedSlices {
            changed.formUnion([remove(sliceAt: key), slices[key].flatMap { put($0, at: key) }].compactMap(\.self))
        }
        return changed
    }

    /// - Returns: the Service that the slice belongs to.
    @discardableResult
    private mutating func put(_ slice: EndpointSlice, at key: ObjectKey) -> ServiceKey? {
        guard let service = slice.serviceKey else { return nil }
        owners[key] = service
        endpointSlices[service, default: [:]][key] = slice
        return service
    }

    /// - Returns: the Service that the slice belonged to.
    private mutating func remove(sliceAt key: ObjectKey) -> ServiceKey? {
        guard let service = owners.removeValue(forKey: key) else { return nil }
        endpointSlices[service]?[key] = nil
        if endpointSlices[service]?.isEmpty ?? false { endpointSlices[service] = nil }
        return service
    }
}
