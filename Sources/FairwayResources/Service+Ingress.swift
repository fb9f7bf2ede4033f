package import FairwayKubernetes
package import FairwayNet

extension Service {
    /// What stands in `status.loadBalancer.ingress`.
    package var ingress: [LoadBalancerIngress] { status?.loadBalancer?.ingress ?? [] }

    /// The addresses that stand there, whoever wrote them.
    package var ingressAddresses: [IPAddress] { ingress.compactMap(\.address) }

    /// The addresses that the controller wrote there, for nodes to serve.
    package var servedAddresses: [IPAddress] { ingress.filter(\.isOurs).compactMap(\.address) }
}

extension LoadBalancerIngress {
    package var address: IPAddress? { ip.flatMap { IPAddress($0) } }

    /// Whether Fairway wrote the entry. It says with each of its addresses how the ports fare, which other load balancers
    /// do not.
    package var isOurs: Bool { ip != nil && !ports.isEmpty }
}
