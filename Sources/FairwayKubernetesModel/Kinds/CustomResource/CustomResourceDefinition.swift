package import FairwayJSON

/// A CustomResourceDefinition (`apiextensions.k8s.io/v1`), read.
package struct CustomResourceDefinition: Sendable {
    package let object: JSONValue

    package init(_ object: JSONValue) {
        self.object = object
    }

    /// `plural.group`: the definition's own name, and that of the storage of its objects.
    package var name: String { object.name }

    var spec: JSONValue { object["spec"] ?? [:] }
    var names: JSONValue { spec["names"] ?? [:] }
    package var group: String { spec.text("group") }
    package var isNamespaced: Bool { spec["scope"] == "Namespaced" }
    var storageVersion: String { spec.list("versions").first { $0["storage"] == true }?.text("name") ?? "" }

    /// Whether its kinds are served.
    package var isEstablished: Bool { holds("Established") }

    /// Whether it is on its way out: what there is of its objects can be seen and deleted.
    package var isTerminating: Bool { object["metadata"]?["deletionTimestamp"] != nil }

    func condition(_ type: String) -> JSONValue? {
        object["status"]?.list("conditions").first { $0["type"] == .string(type) }
    }

    private func holds(_ type: String) -> Bool { condition(type)?["status"] == "True" }

    /// What its author should know; CEL rules are the one thing that is taken in and does nothing.
    package var warnings: [String] {
        // Fairway's own rules are there in native code.
        let hasRules = spec.list("versions").contains { Self.hasRules($0[path: "schema", "openAPIV3Schema"] ?? [:]) }
        return hasRules && !isFairways
            ? [
                "x-kubernetes-validations of \(name) are stored and not run: this API has no CEL; "
                    + "a cluster will refuse what they forbid"
            ] : []
    }

    private static func hasRules(_ schema: JSONValue) -> Bool {
        switch schema {
        case .object(let members):
            members["x-kubernetes-validations"]?.array?.isEmpty == false || members.values.contains(where: hasRules)
        case .array(let elements): elements.contains(where: hasRules)
        default: false
        }
    }
}
