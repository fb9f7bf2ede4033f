package import FairwayCore
package import FairwayKubernetes
package import FairwayResources
package import Foundation

/// What there is to do. Empty where everything is as it should be.
package struct ControlPlan: Equatable, Sendable {
    /// The next step for each Service that needs one. Once it is taken, a new plan says what comes after it.
    package var services: [ServiceKey: ServicePlan]
    /// The statuses of pools that are to be written, by name.
    package var pools: [String: AddressPoolStatus]
    /// The statuses of zones that are to be written, by the names of their DNSZones.
    package var zones: [String: DNSZoneStatus] = [:]
    /// When to plan again although nothing changed.
    package var wakeAt: Date?

    package init(
        services: [ServiceKey: ServicePlan] = [:], pools: [String: AddressPoolStatus] = [:], wakeAt: Date? = nil
    ) {
        self.services = services
        self.pools = pools
        self.wakeAt = wakeAt
    }
}

/// The next step for a Service, and what to tell people once it is taken.
package struct ServicePlan: Equatable, Sendable {
    package var step: ServiceStep
    package var notes: [EventNote]

    package init(_ step: ServiceStep, notes: [EventNote] = []) {
        self.step = step
        self.notes = notes
    }
}

package enum ServiceStep: Equatable, Sendable {
    case addFinalizers([String])
    /// Writes the addresses and all conditions, those of others as they are.
    case writeStatus(ServiceStatus)
    /// Writes one condition, or takes it away where it is `nil`, and leaves everything else as it is.
    case writeCondition(Condition?, type: String)
    /// Nothing to write: nodes have yet to drop the Service.
    case depart(since: Date)
    case removeFinalizers([String])
}

extension ServiceStep {
    /// `service` as it is after the step.
    package func applied(to service: FairwayKubernetes.Service) -> FairwayKubernetes.Service {
        var service = service
        switch self {
        case .addFinalizers(let finalizers): service.metadata.finalizers += finalizers
        case .removeFinalizers(let finalizers): service.metadata.finalizers.removeAll { finalizers.contains($0) }
        case .writeStatus(let status): service.status = status
        case .writeCondition(let condition, let type): service.replaceCondition(type, with: condition)
        case .depart: break
        }
        return service
    }
}

/// An Event to be told about a Service.
package struct EventNote: Hashable, Sendable {
    package var isWarning: Bool
    /// CamelCase: the service controller's words, so that people's habits and alerts work.
    package var reason: String
    package var message: String

    package static func normal(_ reason: String, _ message: String) -> Self {
        Self(isWarning: false, reason: reason, message: message)
    }

    package static func warning(_ reason: String, _ message: String) -> Self {
        Self(isWarning: true, reason: reason, message: message)
    }
}

extension EventNote {
    package static let ensuring = normal("EnsuringLoadBalancer", "Ensuring load balancer")
    package static let ensured = normal("EnsuredLoadBalancer", "Ensured load balancer")
    package static let updated = normal("UpdatedLoadBalancer", "Updated load balancer")
    package static let deleting = normal("DeletingLoadBalancer", "Deleting load balancer")
    package static let unavailable = warning(
        "UnAvailableLoadBalancer", "There are no available nodes for LoadBalancer")
    package static let deleteFailed = warning(
        "DeleteLoadBalancerFailed",
        "Error deleting load balancer: a node that serves the Service has not let go of it within "
            + "\(Int(Departure.patience)) s; its addresses are taken back all the same, so see to that node.")
    package static let deleted = normal("DeletedLoadBalancer", "Deleted load balancer")

    package static func updateFailed(_ sentence: String) -> Self {
        warning("UpdateLoadBalancerFailed", "Error updating load balancer: \(sentence)")
    }

    package static func syncFailed(_ sentence: String) -> Self {
        warning("SyncLoadBalancerFailed", "Error syncing load balancer: \(sentence)")
    }
}
