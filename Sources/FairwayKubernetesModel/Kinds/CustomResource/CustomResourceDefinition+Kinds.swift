import FairwayJSON

extension CustomResourceDefinition {
    /// The kinds that are served, one for each version, the version in which objects are stored first.
    ///
    /// `native` are rules beside the schema, for kinds that the program knows itself. `storage` is where objects are
    /// stored; `nil`: under the name of the definition.
    package func kinds(native: (any KindRules)? = nil, storage: String? = nil) -> [KindDescriptor] {
        guard isEstablished else { return [] }
        let stored = storageVersion
        let versions = spec.list("versions").filter { $0["served"] == true }
        let ordered = versions.filter { $0.text("name") == stored } + versions.filter { $0.text("name") != stored }
        return ordered.map { kind($0, native, storage ?? name, isOnly: spec.list("versions").count == 1) }
    }

    private func kind(
        _ version: JSONValue, _ native: (any KindRules)?, _ storage: String, isOnly: Bool
    ) -> KindDescriptor {
        let accepted = object[path: "status", "acceptedNames"] ?? [:]
        let schema = version[path: "schema", "openAPIV3Schema"] ?? [:]
        let apiVersion = "\(group)/\(version.text("name"))"
        return KindDescriptor(
            group: group, version: version.text("name"), kind: accepted.text("kind"), plural: accepted.text("plural"),
            singular: accepted.text("singular"), shortNames: accepted.list("shortNames").compactMap(\.string),
            categories: accepted.list("categories").compactMap(\.string), isNamespaced: isNamespaced,
            hasStatus: version[path: "subresources", "status"] != nil, storage: storage,
            conversion: isOnly ? nil : conversion(apiVersion), nameRule: .subdomain,
            schema: ObjectSchema(structural: schema, name: schemaName(version)), isCustom: true,
            publishedSchema: schema, columns: [.name] + columns(version), selectableFields: selectableFields(version),
            rules: CustomResourceRules(schema: schema, native: native),
            deprecation: deprecation(version, apiVersion))
    }

    private func deprecation(_ version: JSONValue, _ apiVersion: String) -> String? {
        guard version["deprecated"] == true else { return nil }
        return version["deprecationWarning"]?.string ?? "\(apiVersion) \(names.text("kind")) is deprecated"
    }

    /// `com.example.v1.Widget`.
    private func schemaName(_ version: JSONValue) -> String {
        let words = group.split(separator: ".").reversed().map(String.init)
        return (words + [version.text("name"), names.text("kind")]).joined(separator: ".")
    }

    /// Between versions, only `apiVersion` changes.
    private func conversion(_ apiVersion: String) -> Conversion {
        let stored = "\(group)/\(storageVersion)"
        let renamed = { @Sendable (object: JSONValue, version: String) in
            var object = object
            object["apiVersion"] = .string(version)
            return object
        }
        return Conversion(toStored: { renamed($0, stored) }, fromStored: { renamed($0, apiVersion) })
    }

    private func columns(_ version: JSONValue) -> [TableColumn] {
        let columns = version.list("additionalPrinterColumns")
        guard !columns.isEmpty else { return [.creationTime] }
        return columns.compactMap { column in
            guard let path = JSONPath(column.text("jsonPath")) else { return nil }
            let type = column.text("type")
            return TableColumn(
                column.text("name"), type: type, format: column.text("format"),
                priority: Int(column["priority"]?.integer ?? 0), column.text("description")
            ) { object, now in
                path.first(in: object).map { PrinterColumn.cell($0, type: type, now: now) } ?? .null
            }
        }
    }

    private func selectableFields(_ version: JSONValue) -> [String: @Sendable (JSONValue) -> String] {
        var fields: [String: @Sendable (JSONValue) -> String] = [:]
        for text in version.list("selectableFields").map({ $0.text("jsonPath") }) {
            guard let path = JSONPath(text) else { continue }
            fields[String(text.drop { $0 == "." })] = { path.first(in: $0).map(PrinterColumn.text) ?? "" }
        }
        return fields
    }
}

extension TableColumn {
    /// The column of kinds that say nothing of columns.
    fileprivate static let creationTime = TableColumn("Age", type: "date", "How long ago the object was created.") {
        object, now in PrinterColumn.cell(object["metadata"]?["creationTimestamp"] ?? .null, type: "date", now: now)
    }
}
