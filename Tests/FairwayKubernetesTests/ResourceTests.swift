import FairwayKubernetes
import Foundation
import Testing

@Suite struct ResourceTests {
    private func decode<Value: Decodable>(_ type: Value.Type = Value.self, _ text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    @Test("null and absent collections are empty")
    func nulls() throws {
        let slice = try decode(
            EndpointSlice.self,
            #"{"metadata":{"name":"a","labels":null},"addressType":"IPv4","endpoints":null,"ports":null}"#)
        #expect(slice.endpoints.isEmpty && slice.ports.isEmpty && slice.metadata.labels.isEmpty)
        #expect(slice.serviceName == nil)
    }

    @Test("a Service is read with all that a load balancer needs")
    func service() throws {
        let service = try decode(
            Service.self,
            """
            {"metadata":{"name":"a","finalizers":["f"],"deletionTimestamp":"2026-01-01T00:00:00Z","new":1},
            "spec":{"type":"LoadBalancer","loadBalancerClass":"x/y","ports":[
              {"name":"t","protocol":"TCP","port":1,"targetPort":"web"},{"port":2,"targetPort":3,"nodePort":30000}],
              "sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":10}},
              "externalTrafficPolicy":"Local","ipFamilies":["IPv4"],"loadBalancerSourceRanges":["10.0.0.0/8"]},
            "status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.1","ipMode":"VIP",
              "ports":[{"port":1,"protocol":"TCP","error":"e"}]}]},"conditions":[{"type":"T","status":"True"}]}}
            """)
        #expect(service.spec?.ports.map(\.targetPort) == [.string("web"), .int(3)])
        #expect(service.spec?.sessionAffinityConfig?.clientIP?.timeoutSeconds == 10)
        #expect(service.status?.loadBalancer?.ingress.first?.ports.first?.error == "e")
        #expect(service.status?.conditions.first?.type == "T")
        #expect(service.metadata.finalizers == ["f"])
    }

    @Test("what is encoded is decoded the same")
    func roundTrip() throws {
        let service = Service(
            metadata: ObjectMeta(name: "a", namespace: "b", labels: ["x": "y"]),
            spec: ServiceSpec(ports: [ServicePort(port: 1, targetPort: .string("web"))]),
            status: ServiceStatus(
                loadBalancer: LoadBalancerStatus(ingress: [LoadBalancerIngress(ip: "192.0.2.1", ipMode: "VIP")]),
                conditions: [Condition(type: "T", status: "True", reason: "R")]))
        #expect(try JSONDecoder().decode(Service.self, from: JSONEncoder().encode(service)) == service)
    }

    @Test("a Service without spec and status is read and written without them")
    func absent() throws {
        let service = Service(metadata: ObjectMeta(name: "a"))
        let text = String(decoding: try JSONEncoder().encode(service), as: UTF8.self)
        #expect(text == #"{"metadata":{"name":"a"}}"#)
        #expect(try decode(Service.self, text) == service)
        #expect(try decode(Service.self, #"{"metadata":{"name":"a"},"spec":null,"status":null}"#) == service)
    }

    @Test("a copy of an object does not change with it")
    func copies() {
        let service = Service(metadata: ObjectMeta(name: "a"), spec: ServiceSpec(type: "LoadBalancer"))
        var copy = service
        copy.metadata.finalizers.append("f")
        copy.spec?.type = "ClusterIP"
        #expect(service.metadata.finalizers.isEmpty && service.spec?.type == "LoadBalancer")
        #expect(copy.metadata.finalizers == ["f"] && copy.spec?.type == "ClusterIP")
        #expect(copy != service)
    }
}
