import FairwayDNS
import FairwayKubernetes
import FairwayRecords
import FairwayResources
import Testing

@Suite struct NamingSnapshotTests {
    private let zone = DNSZoneObject(
        metadata: ObjectMeta(name: "example"), spec: DNSZoneSpec(zone: "example.test"))

    private func records(of service: Service) -> [String] {
        let plan = NamingSnapshot(services: [service], zones: [zone]).plan()
        return plan.services[service.serviceKey]?.records.map { "\($0.owner) \($0.type) \($0.data.text)" } ?? []
    }

    private func service(
        finalizers: [String] = [Finalizers.cleanup], programmed: String = "True", ingress: [LoadBalancerIngress]? = nil,
        annotations: [String: String] = [:]
    ) -> Service {
        let own = LoadBalancerIngress(
            ip: "192.0.2.1", ipMode: "Proxy", ports: [PortStatus(port: 53, protocol: "UDP")])
        return Service(
            metadata: ObjectMeta(
                name: "echo", namespace: "default", annotations: annotations, finalizers: finalizers),
            spec: ServiceSpec(type: "LoadBalancer"),
            status: ServiceStatus(
                loadBalancer: LoadBalancerStatus(ingress: ingress ?? [own]),
                conditions: [Condition(type: ServiceConditions.programmed, status: programmed)]))
    }

    @Test func `A Service that is served has its own name`() {
        #expect(records(of: service()) == ["echo.default.example.test. A 192.0.2.1"])
    }

    @Test func `A Service has no records before nodes serve it`() {
        #expect(records(of: service(programmed: "False")).isEmpty)
    }

    @Test func `A Service of another load balancer that asks for a name is an alias for what that says`() {
        let foreign = service(
            finalizers: [], ingress: [LoadBalancerIngress(hostname: "lb.example.net")],
            annotations: ["fairway.dev/hostname": "echo.example.test"])
        #expect(records(of: foreign).contains("echo.example.test. CNAME lb.example.net."))
    }

    @Test func `A Service of another load balancer that asks for nothing has no names`() {
        #expect(records(of: service(finalizers: [])).isEmpty)
    }
}
