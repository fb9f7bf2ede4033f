import FairwayJSON

extension ObjectSchema {
    static let endpointSlice = kind(
        "io.k8s.api.discovery.v1.EndpointSlice", "Some of the endpoints of a Service.",
        fields: [
            FieldSchema(
                "addressType", .string(oneOf: ["FQDN", "IPv4", "IPv6"]), required: true, default: "",
                "What the addresses of all endpoints here are. It cannot be changed."),
            FieldSchema("endpoints", .list(.object(.endpoint)), "The endpoints, up to 1000."),
            FieldSchema(
                "ports", .list(.object(.endpointPort)), "The ports that each of the endpoints serves, up to 100."),
        ])

    private static let endpoint = ObjectSchema(
        "io.k8s.api.discovery.v1.Endpoint", "One that serves.",
        fields: [
            FieldSchema(
                "addresses", .list(.string(), .set), required: true, default: [],
                "The address of the endpoint. Only the first one is used."),
            FieldSchema(
                "conditions", .object(.endpointConditions), default: [:], "Whether the endpoint is fit to be used."),
            FieldSchema("deprecatedTopology", .map(.string()), "No longer used."),
            FieldSchema("hints", .object(.endpointHints), "Who should use the endpoint."),
            FieldSchema("hostname", .string(), "The endpoint's own name, one DNS label."),
            FieldSchema("nodeName", .string(), "The node that the endpoint is on."),
            FieldSchema("targetRef", .object(.objectReference), "The object that the endpoint stands for."),
            FieldSchema("zone", .string(), "The zone that the endpoint is in."),
        ])

    private static let endpointConditions = ObjectSchema(
        "io.k8s.api.discovery.v1.EndpointConditions", "Whether an endpoint is fit to be used.",
        fields: [
            FieldSchema("ready", .boolean, "It takes new flows; so it does when nothing is said."),
            FieldSchema("serving", .boolean, "It serves, though it may be about to stop."),
            FieldSchema("terminating", .boolean, "It is about to stop."),
        ])

    private static let endpointHints = ObjectSchema(
        "io.k8s.api.discovery.v1.EndpointHints", "Who should use an endpoint.",
        fields: [
            FieldSchema("forNodes", .list(.object(.forNode)), "The nodes that should use it."),
            FieldSchema("forZones", .list(.object(.forZone)), "The zones that should use it."),
        ])

    private static let forNode = ObjectSchema(
        "io.k8s.api.discovery.v1.ForNode", "A node that should use an endpoint.",
        fields: [FieldSchema("name", .string(), required: true, default: "", "The node's name.")])

    private static let forZone = ObjectSchema(
        "io.k8s.api.discovery.v1.ForZone", "A zone that should use an endpoint.",
        fields: [FieldSchema("name", .string(), required: true, default: "", "The zone's name.")])

    private static let endpointPort = ObjectSchema(
        "io.k8s.api.discovery.v1.EndpointPort", "A port that endpoints serve.", atomic: true,
        fields: [
            FieldSchema("appProtocol", .string(), "The protocol spoken over the port, for those who look into it."),
            FieldSchema("name", .string(), "The name of the Service's port; empty where that has none."),
            FieldSchema("port", .integer(), "The number."),
            FieldSchema("protocol", .string(oneOf: ["SCTP", "TCP", "UDP"]), "TCP, UDP or SCTP; TCP when left out."),
        ])
}
