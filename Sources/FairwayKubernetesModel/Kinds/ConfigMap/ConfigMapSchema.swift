import FairwayJSON

extension ObjectSchema {
    static let configMap = kind(
        "io.k8s.api.core.v1.ConfigMap", "Configuration that programs read.",
        fields: [
            FieldSchema("binaryData", .map(.string(format: "byte")), "Entries of any bytes, in base64."),
            FieldSchema("data", .map(.string()), "Entries of text. No key may be in both."),
            FieldSchema("immutable", .boolean, "Once true, it and the data cannot be changed."),
        ])
}
