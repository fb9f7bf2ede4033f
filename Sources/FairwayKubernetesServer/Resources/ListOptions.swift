import FairwayJSON
import FairwayKubernetesModel

/// The query of a list or a watch (`metav1.ListOptions`).
struct ListOptions: Sendable {
    enum VersionMatch: String {
        case notOlderThan = "NotOlderThan"
        case exact = "Exact"
    }

    var selection: Selection
    /// 0: none.
    var limit: Int
    var continuation: String?
    /// `nil`: not given; 0: any.
    var resourceVersion: Int64?
    var versionMatch: VersionMatch?
    var allowsBookmarks: Bool
    /// `nil`: not said, and then a watch begins with what there is unless it has a version to begin behind.
    var sendsInitialEvents: Bool?
    /// In seconds.
    var timeout: Int64?
    var isWatch: Bool

    init(_ request: APIRequest, resource: ResourcePath) throws(APIStatus) {
        selection = try Selection(request, resource: resource)
        limit = max(0, Int(clamping: try Self.number(request, "limit") ?? 0))
        continuation = request.query["continue"].flatMap { $0.isEmpty ? nil : $0 }
        timeout = try Self.number(request, "timeoutSeconds").flatMap { $0 == 0 ? nil : max(0, $0) }
        allowsBookmarks = request.flag("allowWatchBookmarks")
        sendsInitialEvents = request.query["sendInitialEvents"].map { _ in request.flag("sendInitialEvents") }
        isWatch = request.flag("watch")
        versionMatch = VersionMatch(rawValue: request.query["resourceVersionMatch"] ?? "")
        try Self.check(request, isWatch: isWatch)
        resourceVersion = try request.resourceVersion { problem in
            isWatch
                ? .invalid(resource.kind, name: resource.name ?? "", [problem])
                : .badRequest("invalid resource version: \(problem)")
        }
        guard isWatch || continuation == nil || resourceVersion ?? 0 == 0 else {
            throw .badRequest("specifying resource version is not allowed when using continue")
        }
    }

    private static func number(_ request: APIRequest, _ name: String) throws(APIStatus) -> Int64? {
        guard let text = request.query[name], !text.isEmpty else { return nil }
        guard let value = Int64(text) else { throw .badRequest(text.numberProblem(isSigned: true)) }
        return value
    }

    /// Whether a list is to be of its version, and of none that is newer. Without a match, pages are.
    var isExact: Bool { versionMatch == .exact || (versionMatch == nil && limit > 0 && resourceVersion ?? 0 > 0) }
}

extension APIRequest {
    /// The version the request asks for; `nil`: none. What is no version is refused by what `refusal` makes of it.
    func resourceVersion(refusal: (FieldError) -> APIStatus) throws(APIStatus) -> Int64? {
        guard let text = query["resourceVersion"], !text.isEmpty else { return nil }
        guard let version = UInt64(text) else {
            throw refusal(.invalid("resourceVersion", .string(text), text.numberProblem(isSigned: false)))
        }
        return Int64(clamping: version)
    }
}

extension String {
    /// What Go says of a text that is no whole number.
    fileprivate func numberProblem(isSigned: Bool) -> String {
        let digits = isSigned && (hasPrefix("-") || hasPrefix("+")) ? dropFirst() : self[...]
        let isNumber = !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        return "strconv.\(isSigned ? "ParseInt" : "ParseUint"): parsing \(FieldError.quoted(self)): "
            + (isNumber ? "value out of range" : "invalid syntax")
    }
}
