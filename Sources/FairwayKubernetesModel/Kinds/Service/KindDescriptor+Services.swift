import FairwayJSON

extension KindDescriptor {
    /// Services, with no addresses inside of a cluster and no ports on nodes.
    package static let services = KindDescriptor(
        group: "", version: "v1", kind: "Service", plural: "services", singular: "service", shortNames: ["svc"],
        categories: ["all"], isNamespaced: true, hasStatus: true, storage: "services", nameRule: .label1035,
        schema: .service, columns: serviceColumns,
        selectableFields: [
            "spec.clusterIP": { $0[path: "spec", "clusterIP"]?.string ?? "" },
            "spec.type": { $0[path: "spec", "type"]?.string ?? "" },
        ],
        rules: ServiceRules(), allocatedFields: ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"])

    private static let serviceColumns: [TableColumn] = [
        .name,
        TableColumn("Type", "How the Service is exposed.") { object, _ in object[path: "spec", "type"] ?? "" },
        TableColumn("Cluster-IP", "The address inside of a cluster.") { object, _ in
            .string(object[path: "spec", "clusterIPs"]?.array?.first?.string ?? "<none>")
        },
        TableColumn("External-IP", "The addresses that clients outside can reach.") { object, _ in
            .string(ServiceCells.externalAddresses(object))
        },
        TableColumn("Port(s)", "The ports of the Service.") { object, _ in .string(ServiceCells.ports(object)) },
        .age,
        TableColumn("Selector", priority: 1, "Labels of the pods that serve.") { object, _ in
            .string(ServiceCells.selector(object))
        },
    ]
}

/// The cells of a Service's row, as kubectl users know them.
private enum ServiceCells {
    static func externalAddresses(_ service: JSONValue) -> String {
        let spec = service["spec"] ?? [:]
        let external = spec.list("externalIPs").compactMap(\.string)
        switch spec.text("type") {
        case "ExternalName":
            return spec.text("externalName")
        case "LoadBalancer":
            let ingress = service[path: "status", "loadBalancer", "ingress"]?.array ?? []
            let assigned = ingress.map { $0.text("ip").isEmpty ? $0.text("hostname") : $0.text("ip") }
                .filter { !$0.isEmpty }
            let all = unique(assigned).sorted() + external
            return all.isEmpty ? "<pending>" : all.joined(separator: ",")
        default:
            return external.isEmpty ? "<none>" : external.joined(separator: ",")
        }
    }

    static func ports(_ service: JSONValue) -> String {
        let ports = service["spec"]?.list("ports") ?? []
        let pieces = ports.map { port in
            let node = port["nodePort"]?.integer ?? 0
            return "\(port["port"]?.integer ?? 0)\(node > 0 ? ":\(node)" : "")/\(port.text("protocol"))"
        }
        return pieces.isEmpty ? "<none>" : pieces.joined(separator: ",")
    }

    static func selector(_ service: JSONValue) -> String {
        let labels = service[path: "spec", "selector"]?.object ?? [:]
        guard !labels.isEmpty else { return "<none>" }
        return labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.string ?? "")" }.joined(separator: ",")
    }

    private static func unique(_ texts: [String]) -> [String] { Array(Set(texts)) }
}
