import FairwayJSON

/// What requests and answers are made of beside objects (`meta/v1`).
extension ObjectSchema {
    private static let meta = "io.k8s.apimachinery.pkg.apis.meta.v1."

    /// A list of objects of a kind.
    static func list(of kind: KindDescriptor) -> ObjectSchema {
        ObjectSchema(
            "\(kind.schema.name ?? kind.kind)List", "A list of objects of the kind \(kind.kind).",
            fields: [
                apiVersion, self.kind,
                FieldSchema("metadata", .object(listMeta), default: [:], "What every list has."),
                FieldSchema("items", .list(.object(kind.schema)), required: true, "The objects."),
            ])
    }

    static let deleteOptions = ObjectSchema(
        "\(meta)DeleteOptions", "How an object is to be deleted.",
        fields: [
            apiVersion, kind,
            FieldSchema("dryRun", .list(.string()), "All: say what would happen, and do nothing."),
            FieldSchema("gracePeriodSeconds", .integer(format: "int64"), "How long the object may take to end."),
            FieldSchema("orphanDependents", .boolean, "No longer used."),
            FieldSchema("preconditions", .object(preconditions), "What must be true of the object."),
            FieldSchema("propagationPolicy", .string(), "What becomes of objects that belong to this one."),
        ])

    /// What the server answers where it does not answer with an object.
    static let status = ObjectSchema(
        "\(meta)Status", "How a request ended.",
        fields: [
            apiVersion, kind,
            FieldSchema("code", .integer(), "The HTTP code."),
            FieldSchema("details", .object(statusDetails), "What the answer is about."),
            FieldSchema("message", .string(), "A sentence for people."),
            FieldSchema("metadata", .object(listMeta), default: [:], "What every list has."),
            FieldSchema("reason", .string(), "Why, in one CamelCase word."),
            FieldSchema("status", .string(), "Success or Failure."),
        ])

    private static let apiVersion = FieldSchema("apiVersion", .string(), "The version of the API.")
    private static let kind = FieldSchema("kind", .string(), "The kind of this value.")

    private static let listMeta = ObjectSchema(
        "\(meta)ListMeta", "What every list has.",
        fields: [
            FieldSchema("continue", .string(), "Where the next page begins."),
            FieldSchema("remainingItemCount", .integer(format: "int64"), "How many objects follow."),
            FieldSchema("resourceVersion", .string(), "The version of the list, from which it can be watched."),
            FieldSchema("selfLink", .string(), "No longer used."),
        ])

    private static let preconditions = ObjectSchema(
        "\(meta)Preconditions", "What must be true of an object.",
        fields: [
            FieldSchema("resourceVersion", .string(), "Its version."),
            FieldSchema("uid", .string(), "Its identity."),
        ])

    private static let statusDetails = ObjectSchema(
        "\(meta)StatusDetails", "What an answer is about.",
        fields: [
            FieldSchema("causes", .list(.object(statusCause)), "Everything that is wrong."),
            FieldSchema("group", .string(), "The group of the object."),
            FieldSchema("kind", .string(), "The kind or the resource of the object."),
            FieldSchema("name", .string(), "The name of the object."),
            FieldSchema("retryAfterSeconds", .integer(), "When to try again."),
            FieldSchema("uid", .string(), "The identity of the object."),
        ])

    private static let statusCause = ObjectSchema(
        "\(meta)StatusCause", "One thing that is wrong.",
        fields: [
            FieldSchema("field", .string(), "The path of the field."),
            FieldSchema("message", .string(), "A sentence for people."),
            FieldSchema("reason", .string(), "Why, in one CamelCase word."),
        ])
}
