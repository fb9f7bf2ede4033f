import FairwayJSON

extension KindDescriptor {
    /// EndpointSlices, which may hold loopback addresses.
    package static let endpointSlices = KindDescriptor(
        group: "discovery.k8s.io", version: "v1", kind: "EndpointSlice", plural: "endpointslices",
        singular: "endpointslice", isNamespaced: true, hasStatus: false, storage: "endpointslices",
        nameRule: .subdomain, schema: .endpointSlice,
        columns: [
            .name,
            TableColumn("AddressType", "What the addresses of all endpoints here are.") { object, _ in
                object["addressType"] ?? ""
            },
            TableColumn("Ports", "The ports that each of the endpoints serves.") { object, _ in
                .string(EndpointSliceCells.ports(object))
            },
            TableColumn("Endpoints", "The addresses of the endpoints.") { object, _ in
                .string(EndpointSliceCells.endpoints(object))
            },
            .age,
        ], rules: EndpointSliceRules())
}

/// The cells of an EndpointSlice's row, which name the first few and count the rest.
private enum EndpointSliceCells {
    static func ports(_ slice: JSONValue) -> String {
        abridged(slice.list("ports").map { $0["port"]?.integer.map { "\($0)" } ?? $0["name"]?.string ?? "*" })
    }

    static func endpoints(_ slice: JSONValue) -> String {
        abridged(slice.list("endpoints").flatMap { $0.list("addresses").compactMap(\.string) })
    }

    private static func abridged(_ texts: [String]) -> String {
        let shown = texts.prefix(3).joined(separator: ",")
        if texts.count > 3 {
            return "\(shown) + \(texts.count - 3) more..."
        }
        return shown.isEmpty ? "<unset>" : shown
    }
}
