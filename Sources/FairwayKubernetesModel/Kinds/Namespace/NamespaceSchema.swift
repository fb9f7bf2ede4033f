import FairwayJSON

extension ObjectSchema {
    static let namespace = kind(
        "io.k8s.api.core.v1.Namespace", "A scope for the names of other objects.",
        fields: [
            FieldSchema("spec", .object(.namespaceSpec), default: [:], "What is wanted."),
            FieldSchema("status", .object(.namespaceStatus), default: [:], "What is."),
        ])

    private static let namespaceSpec = ObjectSchema(
        "io.k8s.api.core.v1.NamespaceSpec", "What is wanted of a namespace.",
        fields: [FieldSchema("finalizers", .list(.string()), "Who has to act before the namespace is gone.")])

    private static let namespaceStatus = ObjectSchema(
        "io.k8s.api.core.v1.NamespaceStatus", "The state of a namespace.",
        fields: [
            FieldSchema(
                "conditions", .list(.object(.namespaceCondition), .map(keys: ["type"]), patchMergeKey: "type"),
                "What is true of the namespace now."),
            FieldSchema(
                "phase", .string(oneOf: ["Active", "Terminating"]), "Active, or Terminating while it empties."),
        ])

    private static let namespaceCondition = ObjectSchema(
        "io.k8s.api.core.v1.NamespaceCondition", "One thing that is, or is not, true of a namespace now.",
        fields: [
            FieldSchema("lastTransitionTime", .time(), "When the status last changed."),
            FieldSchema("message", .string(), "Why, in a sentence."),
            FieldSchema("reason", .string(), "Why, in one CamelCase word."),
            FieldSchema("status", .string(), required: true, default: "", "True, False or Unknown."),
            FieldSchema("type", .string(), required: true, default: "", "What is true or not, in CamelCase."),
        ])
}
