import FairwayJSON

/// Collects what is wrong with a CustomResourceDefinition, in the order of the real server.
struct CustomResourceDefinitionCheck {
    private let definition: CustomResourceDefinition
    private let spec: JSONValue
    private(set) var errors: [FieldError] = []

    init(_ definition: CustomResourceDefinition) {
        self.definition = definition
        self.spec = definition.spec
    }

    mutating func checkSpec() {
        checkName()
        checkGroup()
        check(spec.text("scope"), at: "spec.scope", isOneOf: ["Cluster", "Namespaced"])
        let versions = spec.list("versions")
        for (index, version) in versions.enumerated() { check(version, at: "spec.versions[\(index)]") }
        if Set(versions.map { $0.text("name") }).count < versions.count {
            errors.append(.invalid("spec.versions", .array(versions), "must contain unique version names"))
        }
        if versions.count(where: { $0["storage"] == true }) != 1 {
            errors.append(
                .invalid(
                    "spec.versions", .array(versions), "must have exactly one version marked as storage version"))
        }
        checkNames()
        checkConversion()
        if spec["preserveUnknownFields"] == true {
            errors.append(
                .invalid(
                    "spec.preserveUnknownFields", true,
                    "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema "
                        + "instead"))
        }
    }

    /// What may not change.
    mutating func checkChange(from old: CustomResourceDefinition) {
        for (index, version) in (definition.object["status"]?.list("storedVersions") ?? []).enumerated()
        where !spec.list("versions").contains(where: { $0["name"] == version }) {
            errors.append(.invalid("status.storedVersions[\(index)]", version, "must appear in spec.versions"))
        }
        var fixed: [(path: String, new: JSONValue?, old: JSONValue?)] = []
        if old.isEstablished {
            fixed.append(("spec.scope", spec["scope"], old.spec["scope"]))
            fixed.append(("spec.names.kind", definition.names["kind"], old.names["kind"]))
        }
        fixed.append(("spec.group", spec["group"], old.spec["group"]))
        fixed.append(("spec.names.plural", definition.names["plural"], old.names["plural"]))
        errors += fixed.filter { $0.new != $0.old }.map { .invalid($0.path, $0.new ?? "", "field is immutable") }
    }

    private mutating func check(_ text: String, at path: String, isOneOf values: [String]) {
        if text.isEmpty {
            errors.append(.required(path))
        } else if !values.contains(text) {
            errors.append(.notSupported(path, .string(text), values))
        }
    }
}

// MARK: - Names

extension CustomResourceDefinitionCheck {
    private mutating func checkName() {
        if definition.name != "\(definition.names.text("plural")).\(definition.group)" {
            errors.append(
                .invalid("metadata.name", .string(definition.name), "must be spec.names.plural+\".\"+spec.group"))
        }
    }

    private mutating func checkGroup() {
        let group = definition.group
        let problems = Syntax.subdomainProblems(group)
        if group.isEmpty {
            errors.append(.required("spec.group"))
        } else if !problems.isEmpty {
            errors.append(.invalid("spec.group", .string(group), problems.joined(separator: ",")))
        } else if !group.contains(".") {
            errors.append(.invalid("spec.group", .string(group), "should be a domain with at least one dot"))
        }
        checkApproval(group)
    }

    /// Kubernetes' own groups are not for everybody.
    private mutating func checkApproval(_ group: String) {
        let isProtected = ["k8s.io", "kubernetes.io"].contains { group == $0 || group.hasSuffix(".\($0)") }
        let annotation = "api-approved.kubernetes.io"
        guard isProtected, definition.object[path: "metadata", "annotations", annotation] == nil else { return }
        errors.append(
            .required(
                "metadata.annotations[\(annotation)]",
                "protected groups must have approval annotation \"\(annotation)\", see "
                    + "https://github.com/kubernetes/enhancements/pull/1111"))
    }

    private mutating func checkNames() {
        let names = definition.names
        for field in ["plural", "singular", "kind", "listKind"] where names.text(field).isEmpty {
            errors.append(.required("spec.names.\(field)"))
        }
        for field in ["plural", "singular"] { checkLabel(names.text(field), at: "spec.names.\(field)") }
        for field in ["kind", "listKind"] {
            let problems = Syntax.label1035Problems(names.text(field).lowercased())
            if !names.text(field).isEmpty && !problems.isEmpty {
                errors.append(
                    .invalid(
                        "spec.names.\(field)", .string(names.text(field)),
                        "may have mixed case, but should otherwise match: \(problems.joined(separator: ","))"))
            }
        }
        for field in ["shortNames", "categories"] {
            for (index, name) in names.list(field).enumerated() {
                checkLabel(name.string ?? "", at: "spec.names.\(field)[\(index)]")
            }
        }
        if let kind = names["kind"], kind == names["listKind"] {
            errors.append(.invalid("spec.names.listKind", kind, "kind and listKind may not be the same"))
        }
    }

    private mutating func checkLabel(_ text: String, at path: String) {
        let problems = text.isEmpty ? [] : Syntax.label1035Problems(text)
        if !problems.isEmpty {
            errors.append(.invalid(path, .string(text), problems.joined(separator: ",")))
        }
    }

    private mutating func checkConversion() {
        let strategy = spec[path: "conversion", "strategy"]?.string ?? ""
        check(strategy, at: "spec.conversion.strategy", isOneOf: ["None", "Webhook"])
        if strategy == "Webhook" {
            errors.append(
                .forbidden("spec.conversion.strategy", "this API calls no webhooks: the strategy has to be None"))
        } else if spec[path: "conversion", "webhook"] != nil {
            errors.append(
                .forbidden("spec.conversion.webhook", "should not be set when strategy is not set to Webhook"))
        }
    }
}

// MARK: - Versions

extension CustomResourceDefinitionCheck {
    private static let columnTypes = ["boolean", "date", "integer", "number", "string"]

    private mutating func check(_ version: JSONValue, at path: String) {
        let problems = Syntax.label1035Problems(version.text("name"))
        if !problems.isEmpty {
            errors.append(
                .invalid("\(path).name", version["name"] ?? "", problems.joined(separator: ",")))
        }
        if version["deprecationWarning"] != nil && version["deprecated"] != true {
            errors.append(
                .invalid(
                    "\(path).deprecationWarning", version["deprecationWarning"] ?? "",
                    "can only be set for deprecated versions"))
        }
        if let schema = version[path: "schema", "openAPIV3Schema"] {
            var check = StructuralCheck()
            check.check(schema, at: "\(path).schema.openAPIV3Schema")
            errors += check.errors
        } else {
            errors.append(.required("\(path).schema.openAPIV3Schema", "schemas are required"))
        }
        for (index, column) in version.list("additionalPrinterColumns").enumerated() {
            checkColumn(column, at: "\(path).additionalPrinterColumns[\(index)]")
        }
        for (index, field) in version.list("selectableFields").enumerated() {
            checkPath(field, at: "\(path).selectableFields[\(index)].jsonPath")
        }
    }

    private mutating func checkColumn(_ column: JSONValue, at path: String) {
        if column.text("name").isEmpty {
            errors.append(.required("\(path).name"))
        }
        let type = column.text("type")
        if type.isEmpty {
            errors.append(
                .required("\(path).type", "must be one of \(Self.columnTypes.joined(separator: ","))"))
        } else if !Self.columnTypes.contains(type) {
            errors.append(
                .invalid(
                    "\(path).type", .string(type), "must be one of \(Self.columnTypes.joined(separator: ","))"))
        }
        checkPath(column, at: "\(path).jsonPath")
    }

    private mutating func checkPath(_ holder: JSONValue, at path: String) {
        let text = holder.text("jsonPath")
        if text.isEmpty {
            errors.append(.required(path))
        } else if JSONPath(text) == nil {
            errors.append(
                .invalid(
                    path, .string(text), "is not a simple JSON path, such as .spec.ports[0].name or .metadata.name"))
        }
    }
}
