import FairwayCore
import FairwayKubernetes
import FairwayResources
import Testing

@testable import FairwayNode

@Suite("Health checks")
struct HealthCheckTests {
    private static func service(policy: String = "Local", port: Int? = 31_000) -> FairwayKubernetes.Service {
        var service = NodeSnapshotTests.service()
        service.spec?.externalTrafficPolicy = policy
        service.spec?.healthCheckNodePort = port
        return service
    }

    private static func checks(
        _ services: [FairwayKubernetes.Service], _ members: [TrafficPolicyTests.Member]
    ) -> [UInt16: HealthCheck] {
        var slice = NodeSnapshotTests.slice(addresses: [])
        slice.endpoints = members.map {
            FairwayKubernetes.Endpoint(addresses: [$0.address], conditions: $0.conditions, nodeName: $0.node)
        }
        let snapshot = NodeSnapshot(
            services: services, endpointSlices: [slice], node: NodeIdentity(name: "here", hasUnnamedEndpoints: false))
        return ServedServices(snapshot).healthChecks
    }

    @Test(
        "ready endpoints of this node count, each address once",
        arguments: [
            ([], 0),
            ([.init(address: "192.0.2.1", node: "here")], 1),
            ([.init(address: "192.0.2.1", node: "here"), .init(address: "192.0.2.2", node: "there")], 1),
            ([.init(address: "192.0.2.1", node: "here"), .init(address: "192.0.2.2", node: "here")], 2),
            ([.terminating("192.0.2.1", "here")], 0),
            ([.terminating("192.0.2.1", "here"), .init(address: "192.0.2.2", node: "here")], 1),
        ] as [([TrafficPolicyTests.Member], Int)])
    func counts(_ members: [TrafficPolicyTests.Member], _ expected: Int) {
        let check = HealthCheck(service: Self.service().serviceKey, port: 31_000, localEndpoints: expected)
        #expect(Self.checks([Self.service()], members) == [31_000: check])
        #expect(check.status == (expected > 0 ? 200 : 503))
    }

    static let others: [(String, FairwayKubernetes.Service)] = [
        ("policy Cluster", service(policy: "Cluster")), ("no port", service(port: nil)), ("port 0", service(port: 0)),
        ("no such port", service(port: 70_000)),
    ]

    @Test("nobody asks for other Services", arguments: others.indices)
    func notAsked(_ index: Int) {
        let (name, service) = Self.others[index]
        #expect(Self.checks([service], []).isEmpty, "\(name)")
    }

    @Test("of two Services with one port the older has it")
    func conflict() {
        var younger = Self.service()
        younger.metadata.name = "younger"
        younger.metadata.creationTimestamp = "2026-01-02T00:00:00Z"
        for services in [[younger, Self.service()], [Self.service(), younger]] {
            #expect(Self.checks(services, []).mapValues(\.service.name) == [31_000: "echo"])
        }
    }

    @Test("the answer is kube-proxy's to the last tab")
    func answer() {
        let check = HealthCheck(service: ServiceKey(namespace: "a", name: "b"), port: 1, localEndpoints: 2)
        let expected = [
            "{", "\t\"service\": {", "\t\t\"namespace\": \"a\",", "\t\t\"name\": \"b\"", "\t},",
            "\t\"localEndpoints\": 2,", "\t\"serviceProxyHealthy\": true", "}",
        ]
        #expect(check.body == expected.joined(separator: "\n"))
        #expect(
            check.headers.map { "\($0.name): \($0.value)" } == [
                "Content-Type: application/json", "X-Content-Type-Options: nosniff",
                "X-Load-Balancing-Endpoint-Weight: 2",
            ])
    }
}
