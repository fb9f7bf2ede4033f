/// What a Service has (`core/v1` ServiceStatus).
package struct ServiceStatus: Codable, Hashable, Sendable {
    package var loadBalancer: LoadBalancerStatus?
    @EmptyIfAbsent package var conditions: [Condition]

    package init(loadBalancer: LoadBalancerStatus? = nil, conditions: [Condition] = []) {
        self.loadBalancer = loadBalancer
        self.conditions = conditions
    }
}

/// The addresses at which a load balancer takes a Service's traffic.
package struct LoadBalancerStatus: Codable, Hashable, Sendable {
    @EmptyIfAbsent package var ingress: [LoadBalancerIngress]

    package init(ingress: [LoadBalancerIngress] = []) {
        self.ingress = ingress
    }
}

/// One address of a load balancer (`core/v1` LoadBalancerIngress).
package struct LoadBalancerIngress: Codable, Hashable, Sendable {
    package var ip: String?
    package var hostname: String?
    /// `VIP` or `Proxy` (KEP-1860); only with `ip`.
    package var ipMode: String?
    @EmptyIfAbsent package var ports: [PortStatus]

    package init(ip: String? = nil, hostname: String? = nil, ipMode: String? = nil, ports: [PortStatus] = []) {
        self.ip = ip
        self.hostname = hostname
        self.ipMode = ipMode
        self.ports = ports
    }
}

/// How one port of a load balancer fares (`core/v1` PortStatus).
package struct PortStatus: Codable, Hashable, Sendable {
    package var port: Int
    package var `protocol`: String
    /// CamelCase, or `domain/CamelCase`; why the port is not served.
    package var error: String?

    package init(port: Int, protocol: String, error: String? = nil) {
        self.port = port
        self.protocol = `protocol`
        self.error = error
    }
}
