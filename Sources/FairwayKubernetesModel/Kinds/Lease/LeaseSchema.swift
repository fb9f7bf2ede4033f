import FairwayJSON

extension ObjectSchema {
    static let lease = kind(
        "io.k8s.api.coordination.v1.Lease", "A claim that one of many holds for a while.",
        fields: [FieldSchema("spec", .object(.leaseSpec), default: [:], "Who holds it, and for how long.")])

    private static let leaseSpec = ObjectSchema(
        "io.k8s.api.coordination.v1.LeaseSpec", "Who holds a Lease, and for how long.",
        fields: [
            FieldSchema("acquireTime", .time(micro: true), "When the holder got it."),
            FieldSchema("holderIdentity", .string(), "Who holds it."),
            FieldSchema(
                "leaseDurationSeconds", .integer(), "How long after the last renewal others have to leave it alone."),
            FieldSchema("leaseTransitions", .integer(), "How often it went from one holder to another."),
            FieldSchema("preferredHolder", .string(), "Who should get it next, in coordinated election."),
            FieldSchema("renewTime", .time(micro: true), "When the holder last renewed it."),
            FieldSchema("strategy", .string(), "How the next holder is found, in coordinated election."),
        ])
}
