/// A Kubernetes Service (`core/v1`), as far as a load balancer reads and writes it.
package struct Service: Resource, Hashable {
    package static let type = ResourceType(
        group: "", version: "v1", kind: "Service", plural: "services", namespaced: true)

    private var boxedMetadata: Boxed<ObjectMeta>
    private var boxedSpec: Boxed<ServiceSpec?>
    private var boxedStatus: Boxed<ServiceStatus?>

    private enum CodingKeys: String, CodingKey {
        case boxedMetadata = "metadata"
        case boxedSpec = "spec"
        case boxedStatus = "status"
    }

    package init(metadata: ObjectMeta, spec: ServiceSpec? = nil, status: ServiceStatus? = nil) {
        boxedMetadata = Boxed(metadata)
        boxedSpec = Boxed(spec)
        boxedStatus = Boxed(status)
    }

    package var metadata: ObjectMeta {
        _read { yield boxedMetadata.value }
        set { boxedMetadata.value = newValue }
    }

    package var spec: ServiceSpec? {
        _read { yield boxedSpec.value }
        set { boxedSpec.value = newValue }
    }

    package var status: ServiceStatus? {
        _read { yield boxedStatus.value }
        set { boxedStatus.value = newValue }
    }
}

/// What is asked of a Service (`core/v1` ServiceSpec).
package struct ServiceSpec: Codable, Hashable, Sendable {
    /// `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`.
    package var type: String?
    @EmptyIfAbsent package var ports: [ServicePort]
    @EmptyIfAbsent package var selector: [String: String]
    package var clusterIP: String?
    @EmptyIfAbsent package var clusterIPs: [String]
    package var loadBalancerClass: String?
    /// Deprecated by Kubernetes, still much used: the address asked for.
    package var loadBalancerIP: String?
    @EmptyIfAbsent package var loadBalancerSourceRanges: [String]
    /// `IPv4` and `IPv6`, the first one preferred.
    @EmptyIfAbsent package var ipFamilies: [String]
    /// `SingleStack`, `PreferDualStack` or `RequireDualStack`.
    package var ipFamilyPolicy: String?
    /// `Cluster` or `Local`.
    package var externalTrafficPolicy: String?
    package var healthCheckNodePort: Int?
    /// `None` or `ClientIP`.
    package var sessionAffinity: String?
    package var sessionAffinityConfig: SessionAffinityConfig?
    package var allocateLoadBalancerNodePorts: Bool?

    package init(
        type: String? = nil, ports: [ServicePort] = [], selector: [String: String] = [:], clusterIP: String? = nil,
        clusterIPs: [String] = [], loadBalancerClass: String? = nil, loadBalancerIP: String? = nil,
        loadBalancerSourceRanges: [String] = [], ipFamilies: [String] = [], ipFamilyPolicy: String? = nil,
        externalTrafficPolicy: String? = nil, healthCheckNodePort: Int? = nil, sessionAffinity: String? = nil,
        sessionAffinityConfig: SessionAffinityConfig? = nil, allocateLoadBalancerNodePorts: Bool? = nil
    ) {
        self.type = type
        self.ports = ports
        self.selector = selector
        self.clusterIP = clusterIP
        self.clusterIPs = clusterIPs
        self.loadBalancerClass = loadBalancerClass
        self.loadBalancerIP = loadBalancerIP
        self.loadBalancerSourceRanges = loadBalancerSourceRanges
        self.ipFamilies = ipFamilies
        self.ipFamilyPolicy = ipFamilyPolicy
        self.externalTrafficPolicy = externalTrafficPolicy
        self.healthCheckNodePort = healthCheckNodePort
        self.sessionAffinity = sessionAffinity
        self.sessionAffinityConfig = sessionAffinityConfig
        self.allocateLoadBalancerNodePorts = allocateLoadBalancerNodePorts
    }
}

/// One port of a Service.
package struct ServicePort: Codable, Hashable, Sendable {
    package var name: String?
    /// `TCP`, `UDP` or `SCTP`; TCP where it is absent.
    package var `protocol`: String?
    package var port: Int
    package var targetPort: IntOrString?
    package var nodePort: Int?
    package var appProtocol: String?

    package init(
        name: String? = nil, protocol: String? = nil, port: Int, targetPort: IntOrString? = nil, nodePort: Int? = nil,
        appProtocol: String? = nil
    ) {
        self.name = name
        self.protocol = `protocol`
        self.port = port
        self.targetPort = targetPort
        self.nodePort = nodePort
        self.appProtocol = appProtocol
    }
}

/// How `sessionAffinity: ClientIP` behaves.
package struct SessionAffinityConfig: Codable, Hashable, Sendable {
    /// The affinity of a client address.
    package struct ClientIP: Codable, Hashable, Sendable {
        /// Seconds, 1 to 86,400.
        package var timeoutSeconds: Int?

        package init(timeoutSeconds: Int?) {
            self.timeoutSeconds = timeoutSeconds
        }
    }

    package var clientIP: ClientIP?

    package init(clientIP: ClientIP?) {
        self.clientIP = clientIP
    }
}
