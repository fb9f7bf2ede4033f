import FairwayCore
import FairwayDNS
import FairwayNet
import FairwayRecords

extension DomainName: ExpressibleByStringLiteral {
    /// A name that a test has written down. One that cannot be read is the test's own mistake.
    package init(stringLiteral text: String) {
        guard let name = Self(text) else { preconditionFailure("the test has no name in \(text)") }
        self = name
    }
}

extension IPAddress: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let address = Self(text) else { preconditionFailure("the test has no address in \(text)") }
        self = address
    }
}

/// A zone with one name server that has an address.
func servedZone(
    _ apex: DomainName = "example.test", age: Int64 = 0, namespaces: NamespaceRule = .all, hostnames: [String] = [],
    ttl: UInt32 = 60, nameServers: [ServedZone.NameServer] = [.init(name: "ns.example.test", addresses: ["192.0.2.53"])]
) throws -> ServedZone {
    ServedZone(
        apex: apex, creation: CreationOrder(createdAt: age, uid: "\(apex)"), namespaces: namespaces,
        hostnames: try hostnames.map { try HostnamePattern(parsing: $0) }, ttl: ttl, nameServers: nameServers,
        contact: "hostmaster.example.test")
}

/// A Service made at `age`: the lower, the older. Ports are written as `name:88/udp`.
func service(
    _ name: String, age: Int64 = 0, namespace: String = "default", addresses: [IPAddress] = ["192.0.2.1"],
    alias: NameClaimant.Alias? = nil, ports: [String] = [], wishes: NameWishes = NameWishes()
) -> NameClaimant {
    NameClaimant(
        key: ServiceKey(namespace: namespace, name: name), creation: CreationOrder(createdAt: age, uid: name),
        namespaceLabels: ["kubernetes.io/metadata.name": namespace], addresses: addresses, alias: alias,
        ports: ports.map(port), wishes: wishes)
}

private func port(_ text: String) -> NameClaimant.Port {
    let parts = text.split { $0 == ":" || $0 == "/" }.map(String.init)
    guard parts.count == 3, let number = UInt16(parts[1]), let transport = TransportProtocol(parts[2].uppercased())
    else {
        preconditionFailure("the test has no port in \(text)")
    }
    return NameClaimant.Port(name: parts[0], port: TransportPort(number, transport))
}

extension RecordPlan {
    /// The records of a zone as lines, those left away that it has by itself.
    func lines(_ apex: DomainName = "example.test") -> [String] {
        (zones[apex]?.records ?? []).filter { $0.owner != "ns.example.test" && ($0.type != .ns || $0.owner != apex) }
            .map(\.description)
    }

    /// What is wrong with Services, in sentences.
    var sentences: [String] {
        services.sorted { $0.key < $1.key }.flatMap { $0.value.problems.map(\.message) }
    }
}
