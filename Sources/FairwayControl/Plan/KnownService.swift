import FairwayCore
import FairwayKubernetes
import FairwayResources

/// A Service as it was read, with all that follows from it alone and from what all Services are read in the light of.
final class KnownService: Sendable {
    let service: FairwayKubernetes.Service
    let reading: ServiceReading
    /// What another load balancer serves it by.
    let rivalAddress: String?
    /// What it has or wants of addresses from us; `nil`: nothing.
    let claimant: AddressClaimant?
    /// Whether it asks for a load balancer that is ours to give.
    let isOurs: Bool
    let isLeaving: Bool
    /// By which nodes speak of it.
    let name: String

    init(_ service: FairwayKubernetes.Service, of snapshot: ControlSnapshot, _ pools: AddressPools) {
        self.service = service
        reading = ServiceReading(service)
        rivalAddress = snapshot.rivalAddress(of: service, pools)
        claimant = rivalAddress == nil ? snapshot.claimant(service, reading, pools) : nil
        isOurs = snapshot.classes.claim(service)
        isLeaving = snapshot.isLeaving(service)
        name = reading.key.description
    }
}

extension KnownService: Equatable {
    /// One that is read again is another one, as there was a reason to.
    static func == (left: KnownService, right: KnownService) -> Bool { left === right }
}
