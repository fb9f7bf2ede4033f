import FairwayJSON

/// The rules for Secrets: those of `ValidateSecret` of Kubernetes.
struct SecretRules: KindRules {
    func prepare(_ object: inout JSONValue, old: JSONValue?, subresource: String?) {
        for (key, value) in object["stringData"]?.object ?? [:] {
            object.set(.string(Base64.encode(Array((value.string ?? "").utf8))), at: "data", key)
        }
        object["stringData"] = nil
        if object.text("type").isEmpty {
            object["type"] = old?["type"] ?? "Opaque"
        }
    }

    func validate(_ object: JSONValue, old: JSONValue?, subresource: String?) -> [FieldError] {
        let entries = (object["data"]?.object ?? [:]).sorted { $0.key < $1.key }
        var errors = old.map { changeErrors(object, old: $0) } ?? []
        errors += entries.flatMap { DataEntries.keyErrors($0.key, in: "data") }
        if entries.reduce(0, { $0 + Base64.decodedCount($1.value.string ?? "") }) > DataEntries.sizeLimit {
            errors.append(.tooLong("data", limit: DataEntries.sizeLimit))
        }
        return errors + typeErrors(object)
    }

    private func changeErrors(_ object: JSONValue, old: JSONValue) -> [FieldError] {
        let type = object["type"] ?? ""
        return (type == old["type"] ? [] : [.invalid("type", type, "field is immutable")])
            + DataEntries.changeErrors(object, old: old, fields: ["data"])
    }

    /// What a Secret of its type has to hold.
    private func typeErrors(_ object: JSONValue) -> [FieldError] {
        let data = object["data"] ?? [:]
        switch object.text("type") {
        case "kubernetes.io/service-account-token":
            let name = "kubernetes.io/service-account.name"
            let account = object[path: "metadata", "annotations", name]?.string ?? ""
            return account.isEmpty ? [.required("metadata.annotations[\(name)]")] : []
        case "kubernetes.io/dockercfg": return objectErrors(data, key: ".dockercfg")
        case "kubernetes.io/dockerconfigjson": return objectErrors(data, key: ".dockerconfigjson")
        case "kubernetes.io/basic-auth":
            let needed = ["username", "password"]
            return needed.allSatisfy { data[$0] == nil } ? needed.map { .required("data[\($0)]") } : []
        case "kubernetes.io/ssh-auth":
            return data.text("ssh-privatekey").isEmpty ? [.required("data[ssh-privatekey]")] : []
        case "kubernetes.io/tls":
            return ["tls.crt", "tls.key"].filter { data[$0] == nil }.map { .required("data[\($0)]") }
        default: return []
        }
    }

    /// An entry that has to be a JSON object.
    private func objectErrors(_ data: JSONValue, key: String) -> [FieldError] {
        guard let entry = data[key]?.string else { return [.required("data[\(key)]")] }
        let problem: String
        do {
            let value = try JSONValue(parsing: String(decoding: try Base64.decode(entry), as: UTF8.self))
            guard value.object == nil, !value.isNull else { return [] }
            problem = "json: cannot unmarshal \(value.typeName) into Go value of type map[string]interface {}"
        } catch {
            problem = "\(error)"
        }
        return [.invalid("data[\(key)]", "<secret contents redacted>", problem)]
    }
}
