package import FairwayJSON

/// A change to an object, in one of the forms the Kubernetes API takes.
package enum Patch: Sendable {
    /// RFC 7386: members replace, `null` removes.
    case merge(JSONValue)
    /// RFC 6902: a list of operations; guard it with a `test`.
    case json(JSONValue)
    /// Kubernetes' own: lists of known kinds are merged by their keys.
    case strategic(JSONValue)
    /// Server-side apply: what `fieldManager` wants to own; `force` takes fields from other managers.
    case apply(JSONValue, fieldManager: String, force: Bool)

    var contentType: String {
        switch self {
        case .merge: "application/merge-patch+json"
        case .json: "application/json-patch+json"
        case .strategic: "application/strategic-merge-patch+json"
        case .apply: "application/apply-patch+yaml"
        }
    }

    var body: JSONValue {
        switch self {
        case .merge(let body), .json(let body), .strategic(let body), .apply(let body, _, _): body
        }
    }

    var query: [(name: String, value: String)] {
        guard case .apply(_, let fieldManager, let force) = self else { return [] }
        return [("fieldManager", fieldManager), ("force", force ? "true" : "false")]
    }

    /// Whether it does no harm to send it twice. A JSON patch may, say, append; with a `test` the second one fails.
    var isRepeatable: Bool {
        guard case .json(let operations) = self else { return true }
        return operations.array?.contains { $0["op"] == "test" } ?? false
    }
}
