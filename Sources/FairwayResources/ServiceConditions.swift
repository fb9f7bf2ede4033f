package import FairwayKubernetes

/// The conditions that Fairway writes on a Service.
package enum ServiceConditions {
    package static let addressAssigned = "fairway.dev/AddressAssigned"
    package static let programmed = "fairway.dev/Programmed"
    /// Kubernetes' own (`core/v1` LoadBalancerPortsError): there while a port cannot be served.
    package static let portsError = "LoadBalancerPortsError"
    package static let dnsPublished = "fairway.dev/DNSPublished"
    package static let all: Set = [addressAssigned, programmed, portsError, dnsPublished]
}

/// Reasons of `fairway.dev/Programmed` by which clients are answered all the same.
package enum ReachableReason {
    /// Nodes serve it, if only as it was before.
    package static let updating = "Updating"
    /// Some ports are served.
    package static let partial = "PartiallyProgrammed"
    /// Nodes have stopped telling. They may still serve it; and where none is left, nobody asks for its names.
    package static let noNodes = "NoNodes"
    /// What is behind it cannot all be read.
    package static let endpoints = ServiceReadingError.invalidAnnotation
    package static let all: Set = [updating, partial, noNodes, endpoints]
}

extension [Condition] {
    /// The condition of a type.
    package subscript(type: String) -> Condition? { first { $0.type == type } }
}

extension Service {
    /// Whether clients are answered at its addresses, as far as is known. Names that come and go with every change of a
    /// Service would be worse than ones that lead nowhere for a moment.
    package var isReachable: Bool {
        guard let programmed = status?.conditions[ServiceConditions.programmed] else { return false }
        return programmed.status == "True" || programmed.reason.map(ReachableReason.all.contains) ?? false
    }
}
