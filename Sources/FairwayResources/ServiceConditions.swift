package import FairwayKubernetes

/// The conditions that Fairway writes on a Service.
package enum ServiceConditions {
    package static let addressAssigned = "fairway.dev/AddressAssigned"
    package static let programmed = "fairway.dev/Programmed"
    /// Kubernetes' own (`core/v1` LoadBalancerPortsError): there while a port cannot be served.
    package static let portsError = "LoadBalancerPortsError"
    package static let all: Set = [addressAssigned, programmed, portsError]
}

extension [Condition] {
    /// The condition of a type.
    package subscript(type: String) -> Condition? { first { $0.type == type } }
}

extension Service {
    /// Whether the nodes have said that they serve it.
    package var isProgrammed: Bool { status?.conditions[ServiceConditions.programmed]?.status == "True" }
}
