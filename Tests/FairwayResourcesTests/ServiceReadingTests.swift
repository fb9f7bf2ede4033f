import FairwayCore
import FairwayKubernetes
import FairwayNet
import FairwayResources
import Testing

@Suite("ServiceReading")
struct ServiceReadingTests {
    static func service(_ spec: ServiceSpec, ips: [String] = []) -> Service {
        Service(
            metadata: ObjectMeta(
                name: "echo", namespace: "default", uid: "u", creationTimestamp: "2026-03-01T00:00:01Z"),
            spec: spec,
            status: ServiceStatus(loadBalancer: LoadBalancerStatus(ingress: ips.map { LoadBalancerIngress(ip: $0) })))
    }

    @Test("creation is counted in seconds since 1970")
    func creation() {
        #expect(
            ServiceReading(Self.service(ServiceSpec())).creation == CreationOrder(createdAt: 1_772_323_201, uid: "u"))
        #expect(CreationOrder(ObjectMeta(creationTimestamp: "2000-02-29T23:59:59Z")).createdAt == 951_868_799)
        #expect(CreationOrder(ObjectMeta(creationTimestamp: "1970-01-01T00:00:00Z")).createdAt == 0)
        #expect(CreationOrder(ObjectMeta(creationTimestamp: "nonsense")).createdAt == 0)
    }

    @Test("a protocol that is not forwarded is known by its name only")
    func protocols() {
        let reading = ServiceReading(
            Self.service(
                ServiceSpec(ports: [
                    ServicePort(port: 53, targetPort: .int(5353)), ServicePort(name: "s", protocol: "SCTP", port: 54),
                    ServicePort(name: "u", protocol: "UDP", port: 53, targetPort: .string("dns")),
                ])))
        #expect(reading.ports.map(\.transportPort) == [TransportPort(53, .tcp), nil, TransportPort(53, .udp)])
        #expect(reading.ports.map(\.protocolName) == ["TCP", "SCTP", "UDP"])
        #expect(reading.ports.map(\.fallbackTarget) == [5_353, 54, 53])
    }

    @Test(
        "families are the Service's, else those asked for, else those held, else IPv4",
        arguments: [
            (["IPv6"], "192.0.2.1", [], [.ipv6]),
            (["IPv6", "IPv4"], nil, [], [.ipv6, .ipv4]),
            ([], "::1", ["192.0.2.1"], [.ipv6]),
            ([], nil, ["::1"], [.ipv6]),
            ([], nil, [], [.ipv4]),
        ] as [([String], String?, [String], [AddressFamily])])
    func families(_ spec: [String], _ asked: String?, _ held: [String], _ expected: [AddressFamily]) {
        let service = Self.service(ServiceSpec(loadBalancerIP: asked, ipFamilies: spec), ips: held)
        #expect(ServiceReading(service).families == expected)
    }

    @Test("the claimant of a Service whose wishes cannot be read says why, and keeps what it has")
    func unreadable() {
        let claimant = ServiceReading(Self.service(ServiceSpec(loadBalancerIP: "x"), ips: ["192.0.2.1"]))
            .claimant(isLeaving: false)
        #expect(claimant.unreadable?.reason == .invalidRequest)
        #expect(claimant.held.map(\.description) == ["192.0.2.1"])
    }

    @Test(
        "affinity lasts as long as the Service says, else three hours",
        arguments: [("None", 10, nil), (nil, nil, nil), ("ClientIP", nil, 10_800), ("ClientIP", 10, 10)]
            as [(String?, Int?, UInt32?)])
    func affinity(_ kind: String?, _ seconds: Int?, _ expected: UInt32?) {
        let config = seconds.map { SessionAffinityConfig(clientIP: .init(timeoutSeconds: $0)) }
        let spec = ServiceSpec(sessionAffinity: kind, sessionAffinityConfig: config)
        let reading = ServiceReading(Self.service(spec))
        #expect(reading.affinity?.timeout == expected)
        let served = reading.served(at: [], endpoints: { _ in [] })
        #expect(served.affinity == reading.affinity)
    }

    @Test(
        "PROXY protocol v1 is refused where there is UDP, v2 is not",
        arguments: [
            ("v1", ["TCP"], true), ("v1", ["TCP", "UDP"], false), ("v1", ["UDP"], false),
            ("v1", ["TCP", "SCTP"], true),
            ("v2", ["TCP"], true), ("v2", ["TCP", "UDP"], true),
        ] as [(String, [String], Bool)])
    func proxyProtocol(_ version: String, _ protocols: [String], _ isServed: Bool) {
        let ports = protocols.map { ServicePort(name: $0.lowercased(), protocol: $0, port: 53) }
        var service = Self.service(ServiceSpec(ports: ports))
        service.metadata.annotations = ["fairway.dev/proxy-protocol": version]
        let reading = ServiceReading(service)
        guard isServed else {
            let message =
                "Annotation fairway.dev/proxy-protocol: v1 is for TCP only, and the Service has the port 53/UDP: write "
                + "v2, or put TCP and UDP into two Services that share an address (fairway.dev/share-address)."
            #expect(reading.request == .failure(ServiceReadingError(reason: "InvalidAnnotation", message: message)))
            return
        }
        let wish = ProxyProtocol(rawValue: version)
        #expect(reading.served(at: [], endpoints: { _ in [] }).proxyProtocol == wish)
    }

    @Test("backends go on being told of clients where something else cannot be read")
    func proxyProtocolBesideMistakes() {
        var service = Self.service(ServiceSpec(ports: [ServicePort(port: 1)]))
        service.metadata.annotations = ["fairway.dev/proxy-protocol": "v1"]
        let before = ServiceReading(service).served(at: [], endpoints: { _ in [] })
        service.metadata.annotations["fairway.dev/udp-idle-timeout"] = "soon"
        #expect(ServiceReading(service).served(at: [], endpoints: { _ in [] }).proxyProtocol == .v1)
        service.metadata.annotations["fairway.dev/proxy-protocol"] = "v3"
        #expect(ServiceReading(service).served(at: [], before: before, endpoints: { _ in [] }).proxyProtocol == .v1)
    }

    @Test("limits hold as they did, or as they can be read, where something else cannot be read")
    func limitsOfUnreadable() {
        var service = Service(
            metadata: ObjectMeta(
                name: "a",
                annotations: ["fairway.dev/max-connections": "5", "fairway.dev/new-connections-per-second": "2"]))
        let before = ServiceReading(service).served(at: [], endpoints: { _ in [] })
        #expect(before.limits == FlowLimits(flows: 5, newPerSecond: 2))
        service.metadata.annotations["fairway.dev/max-connections"] = "many"
        #expect(ServiceReading(service).served(at: [], before: before, endpoints: { _ in [] }).limits == before.limits)
        let restarted = ServiceReading(service).served(at: [], endpoints: { _ in [] })
        #expect(restarted.limits == FlowLimits(newPerSecond: 2))
    }

    @Test(
        "a health check must have something to check",
        arguments: [
            ("tcp", ["TCP"], true), ("tcp", ["TCP", "UDP"], true), ("tcp", ["UDP"], false),
            ("tcp:80", ["UDP"], true), ("udp-reply", ["UDP"], true), ("udp-reply", ["TCP", "UDP"], true),
            ("udp-reply", ["TCP"], false),
        ])
    func healthCheck(_ wish: String, _ protocols: [String], _ isReadable: Bool) {
        let ports = protocols.map { ServicePort(name: $0.lowercased(), protocol: $0, port: 1) }
        var service = Self.service(ServiceSpec(ports: ports))
        service.metadata.annotations = ["fairway.dev/health-check": wish]
        let request = ServiceReading(service).request
        guard case .failure(let error) = request else { return #expect(isReadable) }
        #expect(!isReadable)
        #expect(error.reason == "InvalidAnnotation")
        #expect(error.message.hasPrefix("Annotation fairway.dev/health-check: \(wish) "))
    }

    @Test("the fingerprint names what clients see, and no more")
    func fingerprint() throws {
        var service = Self.service(ServiceSpec(ports: [ServicePort(port: 1)]))
        let address = try #require(IPAddress("192.0.2.1"))
        let before = try #require(ServiceReading(service).fingerprint(at: [address]))
        service.metadata.labels = ["a": "b"]
        service.spec?.ports[0].targetPort = .int(7)
        #expect(ServiceReading(service).fingerprint(at: [address]) == before)
        #expect(ServiceReading(service).fingerprint(at: []) != before)
        service.metadata.annotations = ["fairway.dev/udp-idle-timeout": "5m"]
        #expect(ServiceReading(service).fingerprint(at: [address]) != before)
        service.metadata.annotations = ["fairway.dev/udp-idle-timeout": "soon"]
        #expect(ServiceReading(service).fingerprint(at: [address]) == nil)
    }
}
