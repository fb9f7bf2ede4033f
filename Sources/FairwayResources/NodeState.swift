package import FairwayCore
package import FairwayKubernetes
import FairwayNet

/// A `NodeState` (`fairway.dev/v1alpha1`, cluster-scoped): what one node does for Services, written by it alone. The
/// first is named as the node; one that serves many Services has further ones, so that none grows large.
package struct NodeState: Resource, Hashable {
    package static let type = ResourceType(
        group: "fairway.dev", version: "v1alpha1", kind: "NodeState", plural: "nodestates", namespaced: false)

    package var metadata: ObjectMeta
    package var status: NodeStateStatus?

    package init(metadata: ObjectMeta, status: NodeStateStatus? = nil) {
        self.metadata = metadata
        self.status = status
    }

    /// On all NodeStates of a node, so that it finds them again.
    package static let nodeLabel = "fairway.dev/node"

    /// What the label says: the node's name, which may be longer than a label's value (63 characters).
    package static func labelValue(ofNode name: String) -> String {
        guard name.utf8.count > 63 else { return name }
        var hash = StableHash()
        hash.combine(name)
        return "\(name.prefix(40))-\(String(hash.value, radix: 16))"
    }

    /// Selects the NodeStates of a node.
    package static func selector(ofNode name: String) -> String { "\(nodeLabel)=\(labelValue(ofNode: name))" }

    /// The node that says this.
    package var nodeName: String { status?.node ?? metadata.name ?? "" }
}

/// What a node does.
package struct NodeStateStatus: Codable, Hashable, Sendable {
    /// The node's name; that of the object where it is absent.
    package var node: String?
    /// The name of the Lease that the node renews while it lives, in Fairway's namespace; `nil`: it renews none, and
    /// is taken for alive.
    package var heartbeat: String?
    /// `proxy`.
    package var engine: String?
    /// What its engine can do beyond forwarding. Sorted.
    @EmptyIfAbsent package var features: [String]
    /// The Services that its engine forwards, at which version. Sorted by Service.
    @EmptyIfAbsent package var acknowledged: [Acknowledgement]
    /// The ports that its engine cannot serve. Sorted by Service, port, protocol and address.
    @EmptyIfAbsent package var refused: [RefusedPort]

    package init(
        node: String? = nil, heartbeat: String? = nil, engine: String? = nil, features: [String] = [],
        acknowledged: [Acknowledgement] = [], refused: [RefusedPort] = []
    ) {
        self.node = node
        self.heartbeat = heartbeat
        self.engine = engine
        self.features = features
        self.acknowledged = acknowledged
        self.refused = refused
    }

    /// The members of its JSON.
    package static let members = CodingKeys.allCases.map(\.stringValue)

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case node, heartbeat, engine, features, acknowledged, refused
    }
}

/// A Service that a node serves.
package struct Acknowledgement: Codable, Hashable, Sendable {
    /// `namespace/name`.
    package var service: String
    /// The fingerprint of what clients see: addresses, ports, timeouts. Not a resourceVersion, so that what changes
    /// nothing for a node (a status, a label) is not acknowledged anew.
    package var serviceVersion: String
    /// The fingerprint of what is behind.
    package var endpointsVersion: String

    package init(service: String, serviceVersion: String, endpointsVersion: String) {
        self.service = service
        self.serviceVersion = serviceVersion
        self.endpointsVersion = endpointsVersion
    }

    package init(_ service: ServedService) {
        self.init(
            service: service.key.description, serviceVersion: service.fingerprint.description,
            endpointsVersion: service.endpointsFingerprint.description)
    }
}

/// A port of a Service that a node cannot serve.
package struct RefusedPort: Codable, Hashable, Sendable {
    /// `namespace/name`.
    package var service: String
    /// The address where it cannot; `nil`: on none.
    package var address: String?
    package var port: Int
    /// `TCP` or `UDP`.
    package var `protocol`: String
    /// CamelCase, for programs.
    package var reason: String
    /// A sentence for people.
    package var message: String

    package init(
        service: String, address: String?, port: Int, protocol: String, reason: String, message: String
    ) {
        self.service = service
        self.address = address
        self.port = port
        self.protocol = `protocol`
        self.reason = reason
        self.message = message
    }

    package init(_ frontend: Frontend, of service: ServiceKey, _ refusal: Refusal) {
        self.init(
            service: service.description, address: frontend.address.description, port: Int(frontend.port),
            protocol: frontend.transport.description, reason: refusal.reason, message: refusal.message)
    }
}

extension RefusedPort: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        let (one, other) = (left.texts, right.texts)
        return (left.service, left.port) == (right.service, right.port)
            ? one.lexicographicallyPrecedes(other) : (left.service, left.port) < (right.service, right.port)
    }

    private var texts: [String] { [`protocol`, address ?? "", reason, message] }
}
