package import FairwayNet

/// A Service as far as forwarding goes: where clients reach it and what answers.
package struct ServedService: Hashable, Sendable {
    package var key: ServiceKey
    /// The older of two Services serves a frontend that both have.
    package var creation: CreationOrder
    package var addresses: [IPAddress]
    package var ports: [ServedPort]
    package var timeouts: IdleTimeouts
    /// The clients that may use it.
    package var sources: SourceRanges
    /// Whether clients keep their backends, each port by itself; `nil`: they do not.
    package var affinity: ClientAffinity?
    /// Whether backends are told of their clients; `nil`: they are not.
    package var proxyProtocol: ProxyProtocol?
    /// How many flows it may have on a node.
    package var limits: FlowLimits
    /// How nodes find out which of its backends live; `nil`: somebody else does.
    package var healthCheck: BackendCheck?

    package init(
        key: ServiceKey, creation: CreationOrder, addresses: [IPAddress], ports: [ServedPort],
        timeouts: IdleTimeouts = IdleTimeouts(), sources: SourceRanges = .everybody,
        affinity: ClientAffinity? = nil, proxyProtocol: ProxyProtocol? = nil, limits: FlowLimits = FlowLimits(),
        healthCheck: BackendCheck? = nil
    ) {
        self.key = key
        self.creation = creation
        self.addresses = addresses
        self.ports = ports
        self.timeouts = timeouts
        self.sources = sources
        self.affinity = affinity
        self.proxyProtocol = proxyProtocol
        self.limits = limits
        self.healthCheck = healthCheck
    }
}

/// One port of a Service.
package struct ServedPort: Hashable, Sendable {
    /// Empty names are `nil`.
    package var name: String?
    package var port: TransportPort
    /// What is behind the port, of all families and in any condition.
    package var endpoints: [Endpoint]

    package init(name: String? = nil, port: TransportPort, endpoints: [Endpoint]) {
        self.name = name
        self.port = port
        self.endpoints = endpoints
    }
}
