import FairwayJSON

/// What is wrong with `metadata` (`apimachinery/pkg/api/validation`).
struct ObjectMetaCheck {
    private var metadata: JSONValue
    private(set) var errors: [FieldError] = []

    init(_ object: JSONValue, of kind: KindDescriptor, old: JSONValue?) {
        metadata = object["metadata"] ?? [:]
        if let old = old?["metadata"] {
            checkChange(from: old)
        } else {
            checkName(kind)
        }
        checkLabels()
        checkAnnotations()
        checkFinalizers()
        checkOwners()
    }

    private static let totalAnnotationSize = 256 * 1024

    private mutating func checkName(_ kind: KindDescriptor) {
        let name = metadata["name"]?.string ?? ""
        if let prefix = metadata["generateName"]?.string {
            errors += FieldError.invalid(
                "metadata.generateName", prefix, kind.nameRule.problems(prefix, isPrefix: true))
        }
        if name.isEmpty {
            errors.append(.required("metadata.name", "name or generateName is required"))
        } else {
            errors += FieldError.invalid("metadata.name", name, kind.nameRule.problems(name))
        }
    }

    private mutating func checkLabels() {
        for (key, value) in (metadata["labels"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            errors += FieldError.invalid("metadata.labels", key, Syntax.qualifiedNameProblems(key))
            let text = value.string ?? ""
            errors += FieldError.invalid("metadata.labels", text, Syntax.labelValueProblems(text))
        }
    }

    private mutating func checkAnnotations() {
        let annotations = metadata["annotations"]?.object ?? [:]
        var size = 0
        for (key, value) in annotations.sorted(by: { $0.key < $1.key }) {
            errors += FieldError.invalid(
                "metadata.annotations", key, Syntax.qualifiedNameProblems(key.lowercased()))
            size += key.utf8.count + (value.string?.utf8.count ?? 0)
        }
        if size > Self.totalAnnotationSize {
            errors.append(.tooLong("metadata.annotations", limit: Self.totalAnnotationSize))
        }
    }

    private mutating func checkFinalizers() {
        for finalizer in (metadata["finalizers"]?.array ?? []).compactMap(\.string) {
            errors += FieldError.invalid("metadata.finalizers", finalizer, Syntax.qualifiedNameProblems(finalizer))
        }
    }

    private mutating func checkOwners() {
        let owners = metadata["ownerReferences"]?.array ?? []
        for owner in owners {
            for (name, detail) in [
                ("apiVersion", "version must not be empty"), ("kind", "must not be empty"),
                ("name", "must not be empty"), ("uid", "must not be empty"),
            ] where (owner[name]?.string ?? "").isEmpty {
                errors.append(.invalid("metadata.ownerReferences.\(name)", "", detail))
            }
        }
        if owners.count(where: { $0["controller"] == true }) > 1 {
            errors.append(
                .invalid(
                    "metadata.ownerReferences", .array(owners),
                    "Only one reference can have Controller set to true."))
        }
    }

    private mutating func checkChange(from old: JSONValue) {
        for name in ["name", "namespace"] where metadata[name] != old[name] {
            errors.append(.invalid("metadata.\(name)", metadata[name] ?? "", "field is immutable"))
        }
        guard old["deletionTimestamp"] != nil else { return }
        let before = Set(old["finalizers"]?.array ?? [])
        let new = (metadata["finalizers"]?.array ?? []).filter { !before.contains($0) }.compactMap(\.string)
        if !new.isEmpty {
            let words = new.map(FieldError.quoted).joined(separator: ", ")
            errors.append(
                .forbidden(
                    "metadata.finalizers",
                    "no new finalizers can be added if the object is being deleted, found new finalizers "
                        + "[]string{\(words)}"))
        }
    }
}
