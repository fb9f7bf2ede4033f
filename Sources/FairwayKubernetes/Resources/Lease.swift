/// A Lease (`coordination.k8s.io/v1`): who has something for a time, or that somebody is alive.
package struct Lease: Resource, Hashable {
    package static let type = ResourceType(
        group: "coordination.k8s.io", version: "v1", kind: "Lease", plural: "leases", namespaced: true)

    package var metadata: ObjectMeta
    package var spec: LeaseSpec?

    package init(metadata: ObjectMeta, spec: LeaseSpec? = nil) {
        self.metadata = metadata
        self.spec = spec
    }
}

/// What a Lease says (`coordination.k8s.io/v1` LeaseSpec). Times are `meta/v1` MicroTime, by the holder's clock: only
/// that they change tells others anything.
package struct LeaseSpec: Codable, Hashable, Sendable {
    /// Empty or absent: nobody holds it.
    package var holderIdentity: String?
    /// How long after a renewal others have to wait, in seconds.
    package var leaseDurationSeconds: Int?
    package var acquireTime: String?
    package var renewTime: String?
    /// How often it went from one holder to another.
    package var leaseTransitions: Int?

    package init(
        holderIdentity: String? = nil, leaseDurationSeconds: Int? = nil, acquireTime: String? = nil,
        renewTime: String? = nil, leaseTransitions: Int? = nil
    ) {
        self.holderIdentity = holderIdentity
        self.leaseDurationSeconds = leaseDurationSeconds
        self.acquireTime = acquireTime
        self.renewTime = renewTime
        self.leaseTransitions = leaseTransitions
    }
}
