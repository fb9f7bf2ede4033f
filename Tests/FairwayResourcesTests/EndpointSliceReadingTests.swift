import FairwayCore
import FairwayKubernetes
import FairwayNet
import FairwayResources
import Testing

@Suite("EndpointSlice reading")
struct EndpointSliceReadingTests {
    static func slice(
        _ ports: [EndpointPort], type: String = "IPv4", addresses: [String] = ["10.0.0.1"], weight: String? = nil
    ) -> EndpointSlice {
        EndpointSlice(
            metadata: ObjectMeta(
                name: "echo-1", namespace: "default", labels: ["kubernetes.io/service-name": "echo"],
                annotations: weight.map { ["fairway.dev/weight": $0] } ?? [:]),
            addressType: type, endpoints: addresses.map { FairwayKubernetes.Endpoint(addresses: [$0]) }, ports: ports)
    }

    static func port(_ name: String?, _ protocolName: String? = nil) -> ServiceReading.Port {
        let spec = ServiceSpec(ports: [
            ServicePort(name: name, protocol: protocolName, port: 80, targetPort: .int(8_080))
        ])
        return ServiceReading(Service(metadata: ObjectMeta(name: "echo", namespace: "default"), spec: spec)).ports[0]
    }

    struct Match: Sendable {
        var service: (name: String?, protocolName: String?)
        var slice: EndpointPort
        var backends: [String]
    }

    static let matches: [Match] = [
        Match(service: (nil, nil), slice: EndpointPort(port: 9), backends: ["10.0.0.1:9"]),
        Match(service: (nil, "TCP"), slice: EndpointPort(name: "", port: 9), backends: ["10.0.0.1:9"]),
        Match(
            service: ("dns", "UDP"), slice: EndpointPort(name: "dns", protocol: "UDP", port: 9),
            backends: ["10.0.0.1:9"]),
        Match(service: ("dns", "UDP"), slice: EndpointPort(name: "dns", protocol: "TCP", port: 9), backends: []),
        Match(service: ("dns", "TCP"), slice: EndpointPort(name: "dns-tcp", port: 9), backends: []),
        Match(service: ("dns", nil), slice: EndpointPort(port: 9), backends: []),
        Match(service: (nil, nil), slice: EndpointPort(), backends: ["10.0.0.1:8080"]),
        Match(service: (nil, nil), slice: EndpointPort(port: 70_000), backends: []),
    ]

    @Test("ports are matched by name and protocol", arguments: matches)
    func matching(_ match: Match) {
        let endpoints = Self.slice([match.slice])
            .endpoints(behind: Self.port(match.service.name, match.service.protocolName)) { _ in 100 }
        #expect(endpoints.map(\.backend.description) == match.backends)
    }

    @Test("names and addresses that cannot be read are no endpoints")
    func unreadable() {
        let port = Self.port(nil)
        let names = Self.slice([EndpointPort(port: 1)], type: "FQDN", addresses: ["10.0.0.1"])
        #expect(names.endpoints(behind: port) { _ in 1 }.isEmpty)
        let broken = Self.slice([EndpointPort(port: 1)], addresses: ["nonsense", "10.0.0.2"])
        #expect(broken.endpoints(behind: port) { _ in 1 }.map(\.backend.description) == ["10.0.0.2:1"])
    }

    @Test("conditions are carried over as they are")
    func conditions() {
        var slice = Self.slice([EndpointPort(port: 1)])
        slice.endpoints[0].conditions = EndpointConditions(ready: false, serving: true, terminating: true)
        let endpoint = slice.endpoints(behind: Self.port(nil)) { _ in 7 }.first
        #expect(endpoint?.ready == false)
        #expect(endpoint?.serving == true)
        #expect(endpoint?.terminating == true)
        #expect(endpoint?.weight == 7)
    }

    @Test("weights are 0 to 1000", arguments: [("0", 0), ("1", 1), ("1000", 1_000)] as [(String, UInt16)])
    func weights(_ text: String, _ weight: UInt16) throws {
        #expect(try Self.slice([], weight: text).weight() == weight)
    }

    @Test("a slice without the annotation says no weight")
    func noWeight() throws {
        #expect(try Self.slice([]).weight() == nil)
    }

    @Test("other weights are refused with a sentence", arguments: ["", "-1", "1001", "1.5", "heavy", "99999999", "+5"])
    func badWeights(_ text: String) {
        let error = ServiceReadingError(
            reason: "InvalidAnnotation",
            message: "Annotation fairway.dev/weight of EndpointSlice echo-1: “\(text)” is not a weight: "
                + "expected a number from 0 to 1000.")
        #expect(throws: error) { try Self.slice([], weight: text).weight() }
    }
}
