package import FairwayKubernetes
package import FairwayNet

extension Service {
    /// What stands in `status.loadBalancer.ingress`.
    package var ingress: [LoadBalancerIngress] { status?.loadBalancer?.ingress ?? [] }

    /// The addresses that stand there, whoever wrote them.
    package var ingressAddresses: [IPAddress] { ingress.compactMap(\.address) }

    /// The addresses that the controller wrote there, for nodes to serve.
    package var servedAddresses: [IPAddress] { ingress.filter(wrote).compactMap(\.address) }

    /// Whether Fairway wrote an entry: the Service has its finalizer, and the entry its form. That says how the ports
    /// fare, and that traffic goes through a proxy; hardly any other load balancer says both.
    package func wrote(_ entry: LoadBalancerIngress) -> Bool {
        hasCleanupFinalizer && entry.ip != nil && entry.ipMode == "Proxy" && !entry.ports.isEmpty
    }
}

extension LoadBalancerIngress {
    package var address: IPAddress? { ip.flatMap { IPAddress($0) } }
}
