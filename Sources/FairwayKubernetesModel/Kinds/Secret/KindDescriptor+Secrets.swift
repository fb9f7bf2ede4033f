import FairwayJSON

extension KindDescriptor {
    /// Keys, passwords and the like.
    package static let secrets = KindDescriptor(
        group: "", version: "v1", kind: "Secret", plural: "secrets", singular: "secret", isNamespaced: true,
        hasStatus: false, storage: "secrets", nameRule: .subdomain, schema: .secret,
        columns: [
            .name, TableColumn("Type", "What the Secret is for.") { object, _ in object["type"] ?? "" },
            TableColumn("Data", "How many entries there are.") { object, _ in
                .integer(Int64(object["data"]?.object?.count ?? 0))
            },
            .age,
        ], selectableFields: ["type": { $0.text("type") }], rules: SecretRules())
}
