import FairwayJSON

extension KindDescriptor {
    /// Leases: who leads, and who is alive.
    package static let leases = KindDescriptor(
        group: "coordination.k8s.io", version: "v1", kind: "Lease", plural: "leases", singular: "lease",
        isNamespaced: true, hasStatus: false, storage: "leases", nameRule: .subdomain, schema: .lease,
        columns: [
            .name,
            TableColumn("Holder", "Who holds the Lease.") { object, _ in
                object[path: "spec", "holderIdentity"] ?? ""
            },
            .age,
        ], rules: LeaseRules())
}

/// The rules for Leases: those of `pkg/apis/coordination/validation` of Kubernetes. Coordinated election is a feature
/// that is off there by default, and its fields are dropped.
private struct LeaseRules: KindRules {
    func prepare(_ object: inout JSONValue, old: JSONValue?, subresource: String?) {
        for field in ["preferredHolder", "strategy"] where object["spec"]?[field] != nil {
            object.set(nil, at: "spec", field)
        }
    }

    func validate(_ object: JSONValue, old: JSONValue?, subresource: String?) -> [FieldError] {
        let spec = object["spec"] ?? [:]
        var errors: [FieldError] = []
        if let seconds = spec["leaseDurationSeconds"]?.integer, seconds <= 0 {
            errors.append(.invalid("spec.leaseDurationSeconds", .integer(seconds), "must be greater than 0"))
        }
        if let count = spec["leaseTransitions"]?.integer, count < 0 {
            errors.append(.invalid("spec.leaseTransitions", .integer(count), "must be greater than or equal to 0"))
        }
        return errors
    }
}
