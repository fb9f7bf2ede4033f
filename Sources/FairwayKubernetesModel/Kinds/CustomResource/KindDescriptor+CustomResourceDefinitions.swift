import FairwayJSON

extension KindDescriptor {
    /// Definitions of further kinds.
    package static let customResourceDefinitions = KindDescriptor(
        group: "apiextensions.k8s.io", version: "v1", kind: "CustomResourceDefinition",
        plural: "customresourcedefinitions", singular: "customresourcedefinition", shortNames: ["crd", "crds"],
        categories: ["api-extensions"], isNamespaced: false, hasStatus: true, storage: "customresourcedefinitions",
        nameRule: .subdomain, schema: .customResourceDefinition,
        columns: [
            .name,
            TableColumn("Created At", type: "date", "When the definition was created.") { object, _ in
                object["metadata"]?["creationTimestamp"] ?? ""
            },
        ], rules: CustomResourceDefinitionRules())
}

/// The rules for CustomResourceDefinitions: those of `apiextensions/validation` of Kubernetes.
private struct CustomResourceDefinitionRules: KindRules {
    func prepare(_ object: inout JSONValue, old: JSONValue?, subresource: String?) {
        var spec = object["spec"] ?? [:]
        let kind = spec[path: "names", "kind"]?.string ?? ""
        for (name, value) in [("singular", kind.lowercased()), ("listKind", "\(kind)List")]
        where !kind.isEmpty && spec[path: "names", name] == nil {
            spec.set(.string(value), at: "names", name)
        }
        spec["conversion"] = spec["conversion"] ?? ["strategy": "None"]
        // False is what it has to be, and says nothing.
        if spec["preserveUnknownFields"] == false { spec["preserveUnknownFields"] = nil }
        object["spec"] = spec
        recordStoredVersion(&object)
        object.countGeneration(old: old)
    }

    /// Objects may be there in every version that has ever been the stored one.
    private func recordStoredVersion(_ object: inout JSONValue) {
        let stored = object["status"]?.list("storedVersions") ?? []
        let version = JSONValue.string(CustomResourceDefinition(object).storageVersion)
        if !stored.contains(version) {
            object.set(.array(stored + [version]), at: "status", "storedVersions")
        }
    }

    func validate(_ object: JSONValue, old: JSONValue?, subresource: String?) -> [FieldError] {
        var check = CustomResourceDefinitionCheck(CustomResourceDefinition(object))
        if subresource == nil { check.checkSpec() }
        if let old { check.checkChange(from: CustomResourceDefinition(old)) }
        return check.errors
    }
}
