import FairwayJSON

extension KindDescriptor {
    /// Namespaces. Each is found by a label with its name, as on every cluster.
    package static let namespaces = KindDescriptor(
        group: "", version: "v1", kind: "Namespace", plural: "namespaces", singular: "namespace", shortNames: ["ns"],
        isNamespaced: false, hasStatus: true, storage: "namespaces", nameRule: .label, schema: .namespace,
        columns: [
            .name, .init("Status", "The state of the namespace.") { object, _ in object["status"]?["phase"] ?? "" },
            .age,
        ],
        selectableFields: [
            "status.phase": { $0["status"]?["phase"]?.string ?? "" }
        ],
        rules: NamespaceRules())
}

/// The rules for namespaces. There is nothing of their spec that could be wrong.
private struct NamespaceRules: KindRules {
    func prepare(_ object: inout JSONValue, old: JSONValue?, subresource: String?) {
        // A label that selectors find the namespace by: the API server sets it to the name.
        var labels = object["metadata"]?["labels"] ?? [:]
        labels["kubernetes.io/metadata.name"] = object["metadata"]?["name"]
        object.set(labels, at: "metadata", "labels")
        guard object["metadata"]?["deletionTimestamp"] == nil else {
            object.set("Terminating", at: "status", "phase")
            return
        }
        object.set(old?["status"]?["phase"] ?? "Active", at: "status", "phase")
    }

    func validate(_ object: JSONValue, old: JSONValue?, subresource: String?) -> [FieldError] { [] }
}
