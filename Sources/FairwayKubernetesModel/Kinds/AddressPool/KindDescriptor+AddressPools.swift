import FairwayJSON

extension KindDescriptor {
    /// Pools of addresses.
    package static let addressPools = KindDescriptor(
        group: fairwayGroup, version: "v1alpha1", kind: "AddressPool", plural: "addresspools",
        singular: "addresspool", shortNames: ["pool", "pools"], categories: ["fairway"], isNamespaced: false,
        hasStatus: true, storage: "addresspools", nameRule: .subdomain, schema: .addressPool,
        isCustom: true,
        columns: [
            .name,
            TableColumn("Auto Assign", type: "boolean", "Whether Services that do not ask for it get of it.") {
                object, _ in object[path: "spec", "autoAssign"] ?? true
            },
            TableColumn("Avoid Buggy IPs", type: "boolean", "Whether .0 and .255 are left unused.") { object, _ in
                object[path: "spec", "avoidBuggyIPs"] ?? false
            },
            TableColumn("Addresses", "The blocks and ranges of the pool.") { object, _ in
                let addresses = object["spec"]?.list("addresses").compactMap(\.string) ?? []
                return .string(addresses.joined(separator: ","))
            },
            .age,
            count("Assigned", "The addresses that Services have.", of: "assigned"),
            count("Available", "The addresses that are left.", of: "available"),
        ], rules: AddressPoolRules())

    /// A column with a count of both families.
    private static func count(_ name: String, _ description: String, of what: String) -> TableColumn {
        TableColumn(name, type: "integer", priority: 1, description) { object, _ in
            let counts = ["IPv4", "IPv6"].map { object[path: "status", "\(what)\($0)"]?.integer ?? 0 }
            let (sum, overflow) = counts[0].addingReportingOverflow(counts[1])
            return .integer(overflow ? .max : sum)
        }
    }
}
