import FairwayKubernetesModel

extension ListOptions {
    /// Refuses options that do not go together (`ValidateListOptions` of apimachinery).
    static func check(_ request: APIRequest, isWatch: Bool) throws(APIStatus) {
        let problems = isWatch ? watchProblems(request) : listProblems(request)
        guard problems.isEmpty else {
            throw .invalid(group: "meta.k8s.io", kind: "ListOptions", name: "", problems)
        }
    }

    private static func listProblems(_ request: APIRequest) -> [FieldError] {
        var problems: [FieldError] = []
        func forbid(_ field: String, _ detail: String, where condition: Bool) {
            if condition { problems.append(.forbidden(field, detail)) }
        }
        let name = "resourceVersionMatch"
        if let match = request.text(name) {
            forbid(
                name, "\(name) is forbidden unless resourceVersion is provided",
                where: request.text("resourceVersion") == nil)
            forbid(name, "\(name) is forbidden when continue is provided", where: request.text("continue") != nil)
            if VersionMatch(rawValue: match) == nil {
                problems.append(.notSupported(match, ["Exact", "NotOlderThan", ""]))
            }
            forbid(
                name, "\(name) \"exact\" is forbidden for resourceVersion \"0\"",
                where: match == "Exact" && request.query["resourceVersion"] == "0")
        }
        forbid(
            "sendInitialEvents", "sendInitialEvents is forbidden for list",
            where: request.query["sendInitialEvents"] != nil)
        return problems
    }

    private static func watchProblems(_ request: APIRequest) -> [FieldError] {
        var problems: [FieldError] = []
        let (name, asksForEvents) = ("resourceVersionMatch", request.query["sendInitialEvents"] != nil)
        let match = request.text(name)
        if asksForEvents, match != "NotOlderThan" {
            problems.append(.forbidden(name, "sendInitialEvents requires setting \(name) to NotOlderThan"))
        }
        guard let match else { return problems }
        if !asksForEvents {
            problems.append(.forbidden(name, "\(name) is forbidden for watch unless sendInitialEvents is provided"))
        }
        if match != "NotOlderThan" { problems.append(.notSupported(match, ["NotOlderThan"])) }
        if request.text("continue") != nil {
            problems.append(.forbidden(name, "\(name) is forbidden when continue is provided"))
        }
        return problems
    }
}

extension APIRequest {
    /// The value of a query item that is there and not empty.
    fileprivate func text(_ name: String) -> String? { query[name].flatMap { $0.isEmpty ? nil : $0 } }
}

extension FieldError {
    /// The values in the order of the API server's sentence.
    fileprivate static func notSupported(_ match: String, _ supported: [String]) -> FieldError {
        FieldError(
            field: "resourceVersionMatch", reason: "FieldValueNotSupported",
            detail: "Unsupported value: \(quoted(match)): supported values: "
                + supported.map(quoted).joined(separator: ", "))
    }
}
