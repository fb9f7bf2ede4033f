import FairwayJSON

extension KindDescriptor {
    /// Configuration for programs.
    package static let configMaps = KindDescriptor(
        group: "", version: "v1", kind: "ConfigMap", plural: "configmaps", singular: "configmap", shortNames: ["cm"],
        isNamespaced: true, hasStatus: false, storage: "configmaps", nameRule: .subdomain, schema: .configMap,
        columns: [
            .name,
            TableColumn("Data", "How many entries there are.") { object, _ in
                let counts = ["data", "binaryData"].map { object[$0]?.object?.count ?? 0 }
                return .integer(Int64(counts[0] + counts[1]))
            },
            .age,
        ], rules: ConfigMapRules())
}

/// The rules for ConfigMaps: those of `ValidateConfigMap` of Kubernetes.
private struct ConfigMapRules: KindRules {
    func prepare(_ object: inout JSONValue, old: JSONValue?, subresource: String?) {}

    func validate(_ object: JSONValue, old: JSONValue?, subresource: String?) -> [FieldError] {
        var errors = old.map { DataEntries.changeErrors(object, old: $0, fields: ["data", "binaryData"]) } ?? []
        let text = object["data"]?.object ?? [:]
        let binary = object["binaryData"]?.object ?? [:]
        errors += keyErrors(text, "data", other: binary, "binaryData")
        errors += keyErrors(binary, "binaryData", other: text, "data")
        let size =
            text.values.reduce(0) { $0 + ($1.string?.utf8.count ?? 0) }
            + binary.values.reduce(0) { $0 + Base64.decodedCount($1.string ?? "") }
        if size > DataEntries.sizeLimit {
            errors.append(.tooLong("", limit: DataEntries.sizeLimit))
        }
        return errors
    }

    private func keyErrors(
        _ entries: [String: JSONValue], _ field: String, other: [String: JSONValue], _ otherField: String
    ) -> [FieldError] {
        entries.keys.sorted().flatMap { key in
            DataEntries.keyErrors(key, in: field)
                + (other[key] == nil
                    ? []
                    : [.invalid("\(field)[\(key)]", .string(key), "duplicate of key present in \(otherField)")])
        }
    }
}
