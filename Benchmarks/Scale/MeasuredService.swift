import FairwayJSON
import FairwayKubernetes

/// The Service whose traffic is measured, beside few or many others.
enum MeasuredService {
    static let key = ObjectKey(namespace: Workload.namespace, name: "measured")
    /// Where its backends listen: on an address of 127/8 that no program takes by chance.
    static let backend = "127.79.0.1"

    static var service: DynamicObject {
        DynamicObject([
            "apiVersion": "v1", "kind": "Service", "metadata": metadata([:]),
            "spec": ["type": "LoadBalancer", "ports": ports],
        ])
    }

    static var slice: DynamicObject {
        DynamicObject([
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
            "metadata": metadata(["labels": ["kubernetes.io/service-name": .string(key.name)]]),
            "addressType": "IPv4", "ports": ports, "endpoints": [["addresses": [.string(backend)]]],
        ])
    }

    private static func metadata(_ more: [String: JSONValue]) -> JSONValue {
        .object(["name": .string(key.name), "namespace": .string(key.namespace ?? "")].merging(more) { $1 })
    }

    private static let ports: JSONValue = [
        ["name": "http", "protocol": "TCP", "port": .integer(Int64(Contender.Port.http))],
        ["name": "dns", "protocol": "UDP", "port": .integer(Int64(Contender.Port.dns))],
    ]
}
