import FairwayCore
import FairwayResources

/// What a node says of one Service at its `healthCheckNodePort`: whether it has endpoints of it (`core/v1`,
/// externalTrafficPolicy Local).
struct HealthCheck: Hashable, Sendable {
    var service: ServiceKey
    var port: UInt16
    /// How many addresses of this node have a ready endpoint. Those that are terminating do not count although they
    /// serve: who asks is to turn away from the node before the last of them ends.
    var localEndpoints: Int
}

extension HealthCheck {
    /// `nil` where nobody is to ask.
    init?(_ reading: ServiceReading, _ served: ServedService) {
        guard let port = reading.healthCheckPort else { return nil }
        let ready = served.ports.flatMap(\.endpoints).filter { $0.ready ?? true }
        self.init(service: served.key, port: port, localEndpoints: Set(ready.map(\.backend.address)).count)
    }
}

// MARK: - The answer

extension HealthCheck {
    /// The HTTP status: 200 with an endpoint, 503 without.
    var status: Int { localEndpoints > 0 ? 200 : 503 }

    /// The headers that kube-proxy sends.
    var headers: [(name: String, value: String)] {
        [
            ("Content-Type", "application/json"), ("X-Content-Type-Options", "nosniff"),
            ("X-Load-Balancing-Endpoint-Weight", "\(localEndpoints)"),
        ]
    }

    /// The body, in kube-proxy's form to the last tab: there is software that looks for words in it.
    var body: String {
        """
        {
        \t"service": {
        \t\t"namespace": "\(service.namespace)",
        \t\t"name": "\(service.name)"
        \t},
        \t"localEndpoints": \(localEndpoints),
        \t"serviceProxyHealthy": true
        }
        """
    }
}
