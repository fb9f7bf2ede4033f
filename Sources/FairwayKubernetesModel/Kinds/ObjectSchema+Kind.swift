import FairwayJSON

extension ObjectSchema {
    /// The schema of a whole object: what every kind has, and what this one adds.
    static func kind(_ name: String, _ description: String, fields: [FieldSchema]) -> ObjectSchema {
        ObjectSchema(
            name, description,
            fields: [
                FieldSchema("apiVersion", .string(), "The version of the API that this object is written in."),
                FieldSchema("kind", .string(), "The kind of this object."),
                FieldSchema("metadata", .object(.objectMeta), default: [:], "Name, labels and the rest that all have."),
            ] + fields)
    }

    /// A condition (`metav1.Condition`).
    static let condition = ObjectSchema(
        "io.k8s.apimachinery.pkg.apis.meta.v1.Condition", "One thing that is, or is not, true of an object now.",
        fields: [
            FieldSchema("type", .string(), required: true, default: "", "What is true or not, in CamelCase."),
            FieldSchema("status", .string(), required: true, default: "", "True, False or Unknown."),
            FieldSchema(
                "observedGeneration", .integer(format: "int64"), "The generation of the object that this speaks of."),
            FieldSchema("lastTransitionTime", .time(), required: true, default: .null, "When the status last changed."),
            FieldSchema("reason", .string(), required: true, default: "", "Why, in one CamelCase word."),
            FieldSchema("message", .string(), required: true, default: "", "Why, in a sentence."),
        ])

    /// A pointer to another object (`core/v1` ObjectReference).
    static let objectReference = ObjectSchema(
        "io.k8s.api.core.v1.ObjectReference", "Points at another object, or at a part of it.", atomic: true,
        fields: [
            FieldSchema("apiVersion", .string(), "The API version of the object."),
            FieldSchema("fieldPath", .string(), "The part of the object, such as spec.containers{name}."),
            FieldSchema("kind", .string(), "The kind of the object."),
            FieldSchema("name", .string(), "The name of the object."),
            FieldSchema("namespace", .string(), "The namespace of the object."),
            FieldSchema("resourceVersion", .string(), "The version of the object that is meant."),
            FieldSchema("uid", .string(), "The identity of the object."),
        ])
}

extension Schema {
    /// Conditions, merged by their type.
    static let conditions = Schema.list(.object(.condition), .map(keys: ["type"]), patchMergeKey: "type")
}
