import FairwayJSON

extension ObjectSchema {
    /// What every object has (`metav1.ObjectMeta`).
    package static let objectMeta = ObjectSchema(
        "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta", "What every object has: its name, its labels and so on.",
        fields: [
            FieldSchema("annotations", .map(.string()), "Free text for programs and people, by key."),
            FieldSchema("creationTimestamp", .time(), "When the object was created; set by the server."),
            FieldSchema(
                "deletionGracePeriodSeconds", .integer(format: "int64"),
                "How long the object may take to end; set by the server."),
            FieldSchema("deletionTimestamp", .time(), "When deletion was asked for; set by the server."),
            FieldSchema(
                "finalizers", .list(.string(), .set),
                "Who has to do something before the object goes; the object stays until the list is empty."),
            FieldSchema("generateName", .string(), "The beginning of a name that the server completes."),
            FieldSchema(
                "generation", .integer(format: "int64"), "Counts what was wanted of the object; set by the server."),
            FieldSchema("labels", .map(.string()), "What selectors look at, by key."),
            FieldSchema(
                "managedFields", .list(.object(managedFieldsEntry)), "Who owns which fields; kept by the server."),
            FieldSchema("name", .string(), "The name, unique among the objects of a kind in a namespace."),
            FieldSchema("namespace", .string(), "The namespace; absent for kinds that have none."),
            FieldSchema(
                "ownerReferences", .list(.object(ownerReference), .map(keys: ["uid"]), patchMergeKey: "uid"),
                "The objects that this one belongs to."),
            FieldSchema("resourceVersion", .string(), "The version of the object; set by the server."),
            FieldSchema("selfLink", .string(), "No longer used."),
            FieldSchema("uid", .string(), "The identity of the object through all time; set by the server."),
        ])

    private static let managedFieldsEntry = ObjectSchema(
        "io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry", "The fields of an object that somebody owns.",
        fields: [
            FieldSchema("apiVersion", .string(), "The version of the API that the fields are named in."),
            FieldSchema("fieldsType", .string(), "The form of the fields: FieldsV1."),
            FieldSchema("fieldsV1", .object(fieldsV1), "The fields."),
            FieldSchema("manager", .string(), "Who owns them."),
            FieldSchema("operation", .string(), "How they came to be owned: Apply or Update."),
            FieldSchema("subresource", .string(), "The subresource they were written through."),
            FieldSchema("time", .time(), "When they last changed."),
        ])

    /// A set of fields; its members are known by no schema.
    static let fieldsV1 = ObjectSchema(
        "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1", "A set of fields, as a tree of their names.", atomic: true,
        fields: [])

    private static let ownerReference = ObjectSchema(
        "io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference", "An object that this one belongs to.", atomic: true,
        fields: [
            FieldSchema("apiVersion", .string(), required: true, default: "", "The owner's version of the API."),
            FieldSchema("blockOwnerDeletion", .boolean, "Whether the owner waits for this object to go."),
            FieldSchema("controller", .boolean, "Whether the owner is the one that keeps this object."),
            FieldSchema("kind", .string(), required: true, default: "", "The owner's kind."),
            FieldSchema("name", .string(), required: true, default: "", "The owner's name."),
            FieldSchema("uid", .string(), required: true, default: "", "The owner's uid."),
        ])
}
