import FairwayKubernetesModel
import Foundation

extension APIRequest {
    /// What the request says about a write beside its body.
    func writeOptions(_ resource: ResourcePath) throws(APIStatus) -> WriteOptions {
        WriteOptions(
            fieldManager: try fieldManager(), fieldValidation: try fieldValidation(), subresource: resource.subresource,
            force: flag("force"), now: Self.now())
    }

    /// The time, RFC 3339 with seconds.
    static func now() -> String { Date().formatted(.iso8601) }

    /// Whether nothing is to be stored.
    func isDryRun() throws(APIStatus) -> Bool {
        guard let text = query["dryRun"], !text.isEmpty else { return false }
        guard text == "All" else {
            throw .invalid(
                group: "meta.k8s.io", kind: "", name: "",
                [
                    FieldError(
                        field: "dryRun", reason: "FieldValueNotSupported",
                        detail: "Unsupported value: \"\(text)\": supported values: \"All\"")
                ])
        }
        return true
    }

    /// The name the client gives itself, else the program's name of its User-Agent.
    private func fieldManager() throws(APIStatus) -> String {
        if let manager = query["fieldManager"], !manager.isEmpty {
            guard manager.utf8.count <= 128 else {
                throw .badRequest("fieldManager: Too long: may not be more than 128 bytes")
            }
            return manager
        }
        let program = userAgent.prefix { $0 != "/" && $0 != " " }
        return program.isEmpty ? "unknown" : String(program.prefix(128))
    }

    private func fieldValidation() throws(APIStatus) -> FieldValidation {
        guard let text = query["fieldValidation"], !text.isEmpty else { return .warn }
        guard let validation = FieldValidation(rawValue: text) else {
            throw .badRequest(
                "fieldValidation: Unsupported value: \"\(text)\": supported values: \"Ignore\", \"Strict\", \"Warn\"")
        }
        return validation
    }
}
