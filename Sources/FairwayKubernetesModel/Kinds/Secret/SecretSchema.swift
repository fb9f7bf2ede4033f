import FairwayJSON

extension ObjectSchema {
    static let secret = kind(
        "io.k8s.api.core.v1.Secret", "Something that not everybody may read.",
        fields: [
            FieldSchema("data", .map(.string(format: "byte")), "The entries, in base64."),
            FieldSchema("immutable", .boolean, "Once true, it and the data cannot be changed."),
            FieldSchema(
                "stringData", .map(.string()),
                "Entries as they are, for writing only: they go into the data, over what is there."),
            FieldSchema("type", .string(), "What the Secret is for: Opaque, or kubernetes.io/tls, which needs keys."),
        ])
}
