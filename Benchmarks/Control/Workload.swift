import FairwayJSON
import FairwayKubernetes

/// The Services of the bench, each with TCP and UDP on one port and with an EndpointSlice.
struct Workload {
    static let namespace = "default"
    static let firstPort = 5_000
    let services: Int
    let endpoints: Int

    func name(_ number: Int) -> String { "bench-\(number % services)" }

    func key(_ number: Int) -> ObjectKey { ObjectKey(namespace: Self.namespace, name: name(number)) }

    func service(_ number: Int) -> DynamicObject {
        DynamicObject([
            "apiVersion": "v1", "kind": "Service",
            "metadata": ["name": .string(name(number)), "namespace": .string(Self.namespace)],
            "spec": ["type": "LoadBalancer", "ports": ports(Self.firstPort)],
        ])
    }

    /// Both protocols on one port.
    func ports(_ port: Int) -> JSONValue {
        .array(
            ["TCP", "UDP"].map { name in
                ["name": .string(name.lowercased()), "protocol": .string(name), "port": .integer(Int64(port))]
            })
    }

    /// A Service beside those that are applied at once, without endpoints; its name is `named-NUMBER`.
    func named(_ number: Int) -> DynamicObject {
        var service = service(0)
        service.json["metadata"] = ["name": "named-\(number)", "namespace": .string(Self.namespace)]
        return service
    }

    /// `generation` moves the addresses of the endpoints, so that each has others.
    func slice(_ number: Int, generation: Int) -> DynamicObject {
        let addresses = (0..<endpoints).map { "127.\(100 + generation % 100).\(number % 250).\($0 + 1)" }
        return DynamicObject([
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
            "metadata": [
                "name": .string(name(number)), "namespace": .string(Self.namespace),
                "labels": ["kubernetes.io/service-name": .string(name(number))],
            ],
            "addressType": "IPv4",
            "ports": .array(
                ["TCP", "UDP"].map { name in
                    ["name": .string(name.lowercased()), "protocol": .string(name), "port": 6_000]
                }),
            "endpoints": .array(addresses.map { ["addresses": [.string($0)]] }),
        ])
    }
}
