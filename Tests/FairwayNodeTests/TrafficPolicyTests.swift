import FairwayCore
import FairwayKubernetes
import FairwayNet
import FairwayResources
import Testing

@testable import FairwayNode

@Suite("Which endpoints a node uses, by externalTrafficPolicy")
struct TrafficPolicyTests {
    /// An endpoint, its node and its condition.
    struct Member: Sendable {
        var address: String
        var node: String?
        var conditions = EndpointConditions(ready: true)

        static func terminating(_ address: String, _ node: String?) -> Self {
            Self(
                address: address, node: node,
                conditions: EndpointConditions(ready: false, serving: true, terminating: true))
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var policy: String?
        var hasUnnamed = false
        var members: [Member]
        /// The backends that take new flows, then those that only keep theirs.
        var expected: [String]
        var draining: [String] = []
    }

    static let cases = [
        Case(
            testDescription: "Cluster uses the endpoints of all nodes", policy: "Cluster",
            members: [Member(address: "192.0.2.1", node: "here"), Member(address: "192.0.2.2", node: "there")],
            expected: ["192.0.2.1:1000", "192.0.2.2:1000"]),
        Case(
            testDescription: "Local uses its own alone", policy: "Local",
            members: [
                Member(address: "192.0.2.1", node: "here"), Member(address: "192.0.2.2", node: "there"),
                Member(address: "192.0.2.3", node: nil),
            ],
            expected: ["192.0.2.1:1000"]),
        Case(
            testDescription: "on the only machine, endpoints without a node are its own", policy: "Local",
            hasUnnamed: true,
            members: [Member(address: "192.0.2.3", node: nil), Member(address: "192.0.2.2", node: "there")],
            expected: ["192.0.2.3:1000"]),
        Case(
            testDescription: "should be rejected when no endpoints exist", policy: "Local",
            members: [Member(address: "192.0.2.2", node: "there")], expected: []),
        Case(
            testDescription:
                "should fallback to local terminating endpoints when there are no ready endpoints "
                + "with externalTrafficPolicy=Local",
            policy: "Local",
            members: [.terminating("192.0.2.1", "here"), Member(address: "192.0.2.2", node: "there")],
            expected: ["192.0.2.1:1000"]),
        Case(
            testDescription:
                "should fallback to terminating endpoints when there are no ready endpoints "
                + "with externalTrafficPolicy=Cluster",
            policy: "Cluster", members: [.terminating("192.0.2.1", "here"), .terminating("192.0.2.2", "there")],
            expected: ["192.0.2.1:1000", "192.0.2.2:1000"]),
        Case(
            testDescription: "terminating endpoints only drain while others are ready", policy: nil,
            members: [.terminating("192.0.2.1", "here"), Member(address: "192.0.2.2", node: "there")],
            expected: ["192.0.2.2:1000"], draining: ["192.0.2.1:1000"]),
    ]

    @Test("endpoints are chosen by the policy", arguments: cases)
    func chooses(_ example: Case) throws {
        var service = NodeSnapshotTests.service()
        service.spec?.externalTrafficPolicy = example.policy
        var slice = NodeSnapshotTests.slice(addresses: [])
        slice.endpoints = example.members.map {
            FairwayKubernetes.Endpoint(addresses: [$0.address], conditions: $0.conditions, nodeName: $0.node)
        }
        let snapshot = NodeSnapshot(
            services: [service], endpointSlices: [slice],
            node: NodeIdentity(name: "here", hasUnnamedEndpoints: example.hasUnnamed))
        let table = ServedServices(snapshot).table
        let entry = try #require(table.entries.first { $0.key.transport == .tcp }?.value)
        #expect(entry.backends.map(\.backend.description) == example.expected)
        #expect(entry.draining.map(\.description) == example.draining)
    }

    @Test("source ranges reach the table, and stay as they were while they cannot be read")
    func sources() throws {
        let (friend, stranger) = (try #require(IPAddress("192.0.2.7")), try #require(IPAddress("198.51.100.7")))
        var service = NodeSnapshotTests.service()
        service.spec?.loadBalancerSourceRanges = ["192.0.2.0/24"]
        service.metadata.annotations = ["fairway.dev/udp-idle-timeout": "soon"]
        var served = ServedServices(NodeSnapshot(services: [service]))
        let read = try #require(served.members[service.serviceKey]?.service.sources)
        #expect(read.allow(friend))
        #expect(!read.allow(stranger))
        service.spec?.loadBalancerSourceRanges = ["192.0.2.0/24", "everybody"]
        let broken = NodeSnapshot(services: [service])
        served.follow(broken)
        #expect(served.members[service.serviceKey]?.service.sources == read)
        #expect(ServedServices(broken).members[service.serviceKey]?.service.sources == .nobody)
    }
}
