import FairwayKubernetesModel

/// The query of a list or a watch (`metav1.ListOptions`).
struct ListOptions: Sendable {
    enum VersionMatch: String {
        case notOlderThan = "NotOlderThan"
        case exact = "Exact"
    }

    var selection: Selection
    var limit: Int?
    var continuation: String?
    /// `nil`: not given; 0: any.
    var resourceVersion: Int64?
    var versionMatch: VersionMatch?
    var allowsBookmarks: Bool
    var sendsInitialEvents: Bool
    /// In seconds.
    var timeout: Int64?
    var isWatch: Bool

    init(_ request: APIRequest, resource: ResourcePath) throws(APIStatus) {
        selection = try Selection(request, resource: resource)
        limit = try Self.number(request, "limit").map { Int(clamping: $0) }
        continuation = request.query["continue"].flatMap { $0.isEmpty ? nil : $0 }
        resourceVersion = try Self.number(request, "resourceVersion")
        timeout = try Self.number(request, "timeoutSeconds").flatMap { $0 == 0 ? nil : $0 }
        allowsBookmarks = request.flag("allowWatchBookmarks")
        sendsInitialEvents = request.flag("sendInitialEvents")
        isWatch = request.flag("watch")
        versionMatch = try Self.versionMatch(request)
        try checkInitialEvents(request)
    }

    private static func number(_ request: APIRequest, _ name: String) throws(APIStatus) -> Int64? {
        guard let text = request.query[name], !text.isEmpty else { return nil }
        guard let value = Int64(text), value >= 0 else {
            throw .invalidOption(name, "Invalid value: \"\(text)\": must be a whole number")
        }
        return value
    }

    private static func versionMatch(_ request: APIRequest) throws(APIStatus) -> VersionMatch? {
        guard let text = request.query["resourceVersionMatch"], !text.isEmpty else { return nil }
        guard let match = VersionMatch(rawValue: text) else {
            throw .invalidOption(
                "resourceVersionMatch",
                "Unsupported value: \"\(text)\": supported values: \"Exact\", \"NotOlderThan\"",
                "FieldValueNotSupported")
        }
        return match
    }

    private func checkInitialEvents(_ request: APIRequest) throws(APIStatus) {
        guard request.query["sendInitialEvents"] != nil else { return }
        guard isWatch else {
            throw .invalidOption(
                "sendInitialEvents", "Forbidden: sendInitialEvents is forbidden for list", "FieldValueForbidden")
        }
        guard versionMatch == .notOlderThan else {
            throw .invalidOption(
                "resourceVersionMatch",
                "Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
                "FieldValueForbidden")
        }
    }
}

extension APIStatus {
    fileprivate static func invalidOption(
        _ name: String, _ detail: String, _ reason: String = "FieldValueInvalid"
    ) -> APIStatus {
        .invalid(
            group: "meta.k8s.io", kind: "ListOptions", name: "",
            [FieldError(field: name, reason: reason, detail: detail)])
    }
}
