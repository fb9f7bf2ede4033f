import FairwayJSON

extension ObjectSchema {
    static let nodeState = kind(
        "dev.fairway.v1alpha1.NodeState", "What one node does for Services. Only that node writes it.",
        fields: [FieldSchema("status", .object(.nodeStateStatus), "What the node does.")])

    private static let nodeStateStatus = ObjectSchema(
        "dev.fairway.v1alpha1.NodeStateStatus", "What a node does for Services.",
        fields: [
            FieldSchema("node", .string(), "The node, where the object is not named as it is."),
            FieldSchema("engine", .string(), "What forwards by default: proxy or kernel."),
            FieldSchema("features", .list(.string()), "What the engine can do beyond forwarding."),
            FieldSchema(
                "acknowledged", .list(.object(.acknowledgement), .map(keys: ["service"])),
                "The Services that the node forwards, and at which version."),
            FieldSchema("refused", .list(.object(.refusal)), "The ports that the node cannot serve, and why."),
            FieldSchema("owns", .list(.string()), "The addresses that the node announces."),
            FieldSchema("heartbeat", .string(), "The Lease that the node renews while it lives."),
        ])

    private static let acknowledgement = ObjectSchema(
        "dev.fairway.v1alpha1.Acknowledgement", "A Service that a node forwards.",
        fields: [
            FieldSchema("service", .string(), required: true, default: "", "The Service: namespace/name."),
            FieldSchema("serviceVersion", .string(), "The version of the Service that is in effect."),
            FieldSchema("endpointsVersion", .string(), "The version of its endpoints that is in effect."),
        ])

    private static let refusal = ObjectSchema(
        "dev.fairway.v1alpha1.Refusal", "A port that a node cannot serve.",
        fields: [
            FieldSchema("service", .string(), required: true, default: "", "The Service: namespace/name."),
            FieldSchema("address", .string(), "The address, where it is one of several."),
            FieldSchema("port", .integer(), "The port's number."),
            FieldSchema("protocol", .string(oneOf: ["TCP", "UDP"]), "TCP or UDP."),
            FieldSchema("reason", .string(), "Why, in a CamelCase word."),
            FieldSchema("message", .string(), "Why, in a sentence."),
        ])
}
