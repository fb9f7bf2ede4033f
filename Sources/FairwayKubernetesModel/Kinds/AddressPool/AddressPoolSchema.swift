import FairwayJSON

extension ObjectSchema {
    static let addressPool = kind(
        "dev.fairway.v1alpha1.AddressPool", "Addresses that Services may be given.",
        fields: [
            FieldSchema(
                "spec", .object(.addressPoolSpec), required: true, default: [:], "Which addresses, and who for."),
            FieldSchema("status", .object(.addressPoolStatus), "How many of them are in use."),
        ])

    private static let addressPoolSpec = ObjectSchema(
        "dev.fairway.v1alpha1.AddressPoolSpec", "Which addresses a pool has, and who may be given one.",
        fields: [
            FieldSchema(
                "addresses", .list(.string()), required: true, default: [],
                "Blocks such as 192.0.2.0/24 and ranges such as 192.0.2.10-192.0.2.19, IPv4 or IPv6. No address may "
                    + "be there twice, in this pool or another."),
            FieldSchema(
                "autoAssign", .boolean, default: true, "Whether Services that do not ask for this pool get of it."),
            FieldSchema(
                "avoidBuggyIPs", .boolean, default: false, "Whether addresses that end in .0 or .255 are left unused."),
            FieldSchema(
                "sharing", .string(oneOf: ["cluster", "namespace"]), default: "namespace",
                "Whether Services of several namespaces may share an address, or only those of one."),
            FieldSchema("serviceAllocation", .object(.serviceAllocation), "Which Services may get of this pool."),
        ])

    private static let serviceAllocation = ObjectSchema(
        "dev.fairway.v1alpha1.ServiceAllocation", "Which Services may get of a pool.",
        fields: [
            FieldSchema("priority", .integer(), "Pools with a lower number come first; those with 0 or none last."),
            FieldSchema("namespaces", .list(.string(), .set), "The namespaces, by name."),
            FieldSchema("namespaceSelectors", .list(.object(.labelSelector)), "The namespaces, by label."),
            FieldSchema("serviceSelectors", .list(.object(.labelSelector)), "The Services, by label."),
        ])

    private static let labelSelector = ObjectSchema(
        "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector", "Which labels an object has.", atomic: true,
        fields: [
            FieldSchema("matchExpressions", .list(.object(.labelSelectorRequirement)), "Conditions, all of them met."),
            FieldSchema("matchLabels", .map(.string()), "Labels and their values, all of them there."),
        ])

    private static let labelSelectorRequirement = ObjectSchema(
        "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement", "A condition for one label.",
        fields: [
            FieldSchema("key", .string(), required: true, default: "", "The label."),
            FieldSchema("operator", .string(), required: true, default: "", "In, NotIn, Exists or DoesNotExist."),
            FieldSchema("values", .list(.string()), "The values that In and NotIn speak of."),
        ])

    private static let addressPoolStatus = ObjectSchema(
        "dev.fairway.v1alpha1.AddressPoolStatus", "How many addresses of a pool are in use.",
        fields: [
            FieldSchema("assignedIPv4", .integer(format: "int64"), "IPv4 addresses that Services have."),
            FieldSchema("assignedIPv6", .integer(format: "int64"), "IPv6 addresses that Services have."),
            FieldSchema("availableIPv4", .integer(format: "int64"), "IPv4 addresses that are left."),
            FieldSchema("availableIPv6", .integer(format: "int64"), "IPv6 addresses that are left."),
            FieldSchema("conditions", .conditions, "What is true of the pool now."),
        ])
}
