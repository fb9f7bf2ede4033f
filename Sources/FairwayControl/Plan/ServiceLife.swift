import FairwayCore
import FairwayKubernetes
import FairwayRecords
import FairwayResources
import Foundation

/// One Service, and all that its next step depends on.
struct ServiceLife: Equatable, Sendable {
    var known: KnownService
    var allocation: Allocation
    var answers: NodeAnswers.Answer
    var sliceError: ServiceReadingError?
    var departure: Departure?
    /// What it has of the records; `nil`: it asks for none.
    var published: RecordPlan.Published?
    var now = Date.distantPast
    /// The same as statuses say it.
    var timestamp = ""

    var service: FairwayKubernetes.Service { known.service }
    var reading: ServiceReading { known.reading }
    var isOurs: Bool { known.isOurs }
    /// What another load balancer serves it by.
    var rivalAddress: String? { known.rivalAddress }

    var status: ServiceStatus { service.status ?? ServiceStatus() }

    /// The next step of a Service that stays, or never was ours.
    func living() -> ServicePlan? {
        guard !service.isDeleting else { return nil }
        guard isOurs else { return forgetting() }
        let missing = finalizers.filter { !service.metadata.finalizers.contains($0) }
        if !allocation.addresses.isEmpty, !missing.isEmpty {
            let isFirst = !service.hasCleanupFinalizer
            return ServicePlan(.addFinalizers(missing), notes: isFirst ? [.ensuring] : [])
        }
        let wanted = wantedStatus()
        guard wanted != status else { return nil }
        return ServicePlan(.writeStatus(wanted), notes: notes(on: wanted))
    }

    /// The next step of a Service whose address is to be taken back: nodes drop it, then the address goes, then the
    /// finalizers.
    func departing() -> ServicePlan? {
        if answers.isServed, nodesCanTell {
            guard let departure else { return ServicePlan(.depart(since: now), notes: [.deleting]) }
            guard departure.deadline <= now else { return nil }
        }
        let cleared = clearedStatus()
        if cleared != status {
            let isLate = departure != nil && answers.isServed
            return ServicePlan(
                .writeStatus(cleared),
                notes: (departure == nil ? [.deleting] : []) + (isLate ? [.deleteFailed] : []) + [.deleted])
        }
        return ServicePlan(.removeFinalizers(finalizers.filter { service.metadata.finalizers.contains($0) }))
    }

    /// A Service that never got an address has nothing of ours but conditions, and of these only what it asks for: names.
    private func forgetting() -> ServicePlan? {
        guard !service.hasCleanupFinalizer else { return nil }
        var status = status
        status.conditions.removeAll {
            ServiceConditions.all.subtracting([ServiceConditions.dnsPublished]).contains($0.type)
        }
        guard status == self.status else { return ServicePlan(.writeStatus(status)) }
        return naming()
    }

    /// Whether nodes see by themselves that the Service is to be dropped. They do not know which classes are ours.
    private var nodesCanTell: Bool { service.isDeleting || !service.isLoadBalancer }

    private var finalizers: [String] {
        service.isClassless ? [Finalizers.cleanup, Finalizers.core] : [Finalizers.cleanup]
    }

    private func clearedStatus() -> ServiceStatus {
        let others = status.conditions.filter { !ServiceConditions.all.contains($0.type) }
        // What another load balancer wrote is its own to clear. An empty loadBalancer and none are the same, and what the
        // server wrote is kept as it is.
        let left = service.isClassless ? service.ingress.filter { !service.wrote($0) } : []
        let loadBalancer = left == service.ingress ? status.loadBalancer : LoadBalancerStatus(ingress: left)
        return ServiceStatus(loadBalancer: loadBalancer, conditions: others)
    }
}
