/// Some of the endpoints of a Service (`discovery.k8s.io/v1`).
package struct EndpointSlice: Resource, Hashable {
    package static let type = ResourceType(
        group: "discovery.k8s.io", version: "v1", kind: "EndpointSlice", plural: "endpointslices", namespaced: true)

    /// The label that names the Service a slice belongs to.
    package static let serviceNameLabel = "kubernetes.io/service-name"

    private var boxedMetadata: Boxed<ObjectMeta>
    /// `IPv4`, `IPv6` or `FQDN`.
    package var addressType: String
    @EmptyIfAbsent package var endpoints: [Endpoint]
    @EmptyIfAbsent package var ports: [EndpointPort]

    private enum CodingKeys: String, CodingKey {
        case boxedMetadata = "metadata"
        case addressType, endpoints, ports
    }

    package init(metadata: ObjectMeta, addressType: String, endpoints: [Endpoint] = [], ports: [EndpointPort] = []) {
        boxedMetadata = Boxed(metadata)
        self.addressType = addressType
        self.endpoints = endpoints
        self.ports = ports
    }

    package var metadata: ObjectMeta {
        _read { yield boxedMetadata.value }
        set { boxedMetadata.value = newValue }
    }

    /// The Service this slice belongs to, in its own namespace.
    package var serviceName: String? { boxedMetadata.value.labels[Self.serviceNameLabel] }

    /// Whether it has no annotations.
    package var isPlain: Bool { boxedMetadata.value.annotations.isEmpty }
}

/// One endpoint of a slice, as far as a load balancer reads it; all its addresses are interchangeable.
package struct Endpoint: Codable, Hashable, Sendable {
    @EmptyIfAbsent package var addresses: [String]
    package var conditions: EndpointConditions?
    package var nodeName: String?

    package init(addresses: [String], conditions: EndpointConditions? = nil, nodeName: String? = nil) {
        self.addresses = addresses
        self.conditions = conditions
        self.nodeName = nodeName
    }
}

/// Whether an endpoint takes traffic. What is absent is to be read as Kubernetes says for each field.
package struct EndpointConditions: Codable, Hashable, Sendable {
    /// Absent means ready.
    package var ready: Bool?
    /// Absent means the same as `ready`.
    package var serving: Bool?
    /// Absent means not terminating.
    package var terminating: Bool?

    package init(ready: Bool? = nil, serving: Bool? = nil, terminating: Bool? = nil) {
        self.ready = ready
        self.serving = serving
        self.terminating = terminating
    }
}

/// One port of a slice's endpoints.
package struct EndpointPort: Codable, Hashable, Sendable {
    package var name: String?
    /// `TCP`, `UDP` or `SCTP`; TCP where it is absent.
    package var `protocol`: String?
    /// Absent means all ports.
    package var port: Int?
    package var appProtocol: String?

    package init(name: String? = nil, protocol: String? = nil, port: Int? = nil, appProtocol: String? = nil) {
        self.name = name
        self.protocol = `protocol`
        self.port = port
        self.appProtocol = appProtocol
    }
}
