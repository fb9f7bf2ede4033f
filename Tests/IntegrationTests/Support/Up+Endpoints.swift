import Testing

/// Endpoints of one EndpointSlice.
struct Slice {
    enum State: String {
        case ready = "ready: true"
        case draining = "ready: false, serving: true, terminating: true"
        case failing = "ready: false, serving: false, terminating: false"
    }

    var name = "1"
    /// As in `Manifest.service`; the target's port is the endpoints'.
    var ports: [String]
    var endpoints: [(address: String, state: State)]
    var weight: Int?
    /// The node that they are on.
    var node: String?

    /// Endpoints that are ready.
    init(
        _ ports: [String], _ addresses: [String], name: String = "1", weight: Int? = nil, node: String? = nil
    ) {
        self.init(ports, addresses.map { ($0, .ready) }, name: name, weight: weight, node: node)
    }

    init(
        _ ports: [String], _ endpoints: [(String, State)], name: String = "1", weight: Int? = nil, node: String? = nil
    ) {
        self.name = name
        self.ports = ports
        self.endpoints = endpoints
        self.weight = weight
        self.node = node
    }

    func manifest(of service: String) -> String {
        let isIPv6 = endpoints.contains { $0.address.contains(":") }
        let annotations = weight.map { "  annotations: {fairway.dev/weight: \"\($0)\"}\n" } ?? ""
        let list = ports.map { text in
            let parts = text.split(whereSeparator: { ":/>".contains($0) })
            return "  - {name: \(parts[0]), port: \(parts.last(where: \.isNumber) ?? "0"), protocol: \(parts[2])}\n"
        }
        let members = endpoints.map {
            let node = node.map { ", nodeName: \($0)" } ?? ""
            return "  - {addresses: [\"\($0.address)\"], conditions: {\($0.state.rawValue)}\(node)}\n"
        }
        return """
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: \(service)-\(name)
              labels: {kubernetes.io/service-name: \(service)}
            \(annotations)addressType: \(isIPv6 ? "IPv6" : "IPv4")
            ports:
            \(list.joined())endpoints:\(members.isEmpty ? " []" : "")
            \(members.joined())
            """
    }
}

extension Substring {
    fileprivate var isNumber: Bool { allSatisfy(\.isNumber) }
}

extension Up {
    func apply(_ manifest: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await kubectl("apply", "--server-side", "-f", "-", input: manifest, sourceLocation: sourceLocation)
    }

    /// Makes a Service with its endpoints, and waits until the node forwards to them.
    /// - Returns: its address.
    func serve(
        _ service: String, ports: [String], _ slices: Slice..., annotations: [String: String] = [:], spec: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        try await apply(
            Manifest.service(service, ports: ports, annotations: annotations, spec: spec),
            sourceLocation: sourceLocation)
        let address = try await address(of: service, sourceLocation: sourceLocation)
        if !slices.isEmpty { try await change(service, to: slices, sourceLocation: sourceLocation) }
        return address
    }

    /// Changes what is behind a Service, and waits until the node has said that it forwards so.
    func change(
        _ service: String, to slices: [Slice], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try await acknowledged("endpointsVersion", of: service)
        try await apply(slices.map { $0.manifest(of: service) }.joined(), sourceLocation: sourceLocation)
        try await eventually("the endpoints of \(service) are acknowledged", sourceLocation: sourceLocation) {
            try await acknowledged("endpointsVersion", of: service) != before ? true : nil
        }
    }

    /// What the node says of the Service in its NodeState: `serviceVersion` or `endpointsVersion`.
    func acknowledged(_ version: String, of service: String) async throws -> String {
        try await kubectl(
            "get", "nodestates", "-o",
            "jsonpath={.items[*].status.acknowledged[?(@.service==\"default/\(service)\")].\(version)}")
    }
}
