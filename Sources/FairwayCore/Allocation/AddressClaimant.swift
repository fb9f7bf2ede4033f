package import FairwayNet

/// A Service as far as addresses go: what it holds and what it wants.
package struct AddressClaimant: Hashable, Sendable {
    package var key: ServiceKey
    /// The older of two Services keeps what both want, and is served first.
    package var creation: CreationOrder
    /// Its labels, and those of its namespace: some pools are for some Services only.
    package var labels: [String: String]
    package var namespaceLabels: [String: String]
    /// What it serves on each of its addresses.
    package var ports: [TransportPort]
    /// The addresses it already has: what its `status.loadBalancer.ingress` says.
    package var held: [IPAddress]
    /// The families it wants an address of, in order.
    package var families: [AddressFamily]
    /// Whether an address of each family is a must. Where it is not, one of the families will do.
    package var needsEveryFamily: Bool
    /// The addresses it asks for, at most one of a family. Families without one are given any.
    package var requestedAddresses: [IPAddress]
    /// The pool it asks for.
    package var requestedPool: String?
    /// What it shares addresses by. Without one it shares with nobody.
    package var sharingKey: String?
    /// Where its traffic goes: not all policies can be on one address.
    package var trafficPolicy: TrafficPolicy
    /// What is wrong with its wishes, where they cannot be read. It then keeps what it holds and is given nothing.
    package var unreadable: AllocationRefusal?
    /// Whether it is about to give its addresses back (it is being deleted, or is no load balancer any more): until it
    /// has done so it keeps them, and is given nothing.
    package var isLeaving: Bool

    package init(
        key: ServiceKey, creation: CreationOrder, ports: [TransportPort], held: [IPAddress] = [],
        families: [AddressFamily] = [.ipv4], needsEveryFamily: Bool = true, requestedAddresses: [IPAddress] = [],
        requestedPool: String? = nil, sharingKey: String? = nil, trafficPolicy: TrafficPolicy = .cluster,
        unreadable: AllocationRefusal? = nil,
        isLeaving: Bool = false, labels: [String: String] = [:], namespaceLabels: [String: String] = [:]
    ) {
        self.key = key
        self.creation = creation
        self.ports = ports
        self.held = held
        self.families = families
        self.needsEveryFamily = needsEveryFamily
        self.requestedAddresses = requestedAddresses
        self.requestedPool = requestedPool
        self.sharingKey = sharingKey
        self.trafficPolicy = trafficPolicy
        self.unreadable = unreadable
        self.isLeaving = isLeaving
        self.labels = labels
        self.namespaceLabels = namespaceLabels
    }
}
