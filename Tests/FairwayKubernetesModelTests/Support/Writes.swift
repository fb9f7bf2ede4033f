import FairwayJSON

@testable import FairwayKubernetesModel

/// Short forms of requests, for tests.
extension KindDescriptor {
    static let now = "2026-01-01T00:00:00Z"

    func created(
        _ body: JSONValue, by manager: String = "tester", _ validation: FieldValidation = .strict
    ) throws(APIStatus) -> JSONValue {
        let options = WriteOptions(fieldManager: manager, fieldValidation: validation, now: Self.now)
        var object = try create(
            body, namespace: isNamespaced ? "default" : nil, uid: "u1", generateSuffix: "x2x4x", options: options
        ).object
        object.set("1", at: "metadata", "resourceVersion")
        return object
    }

    func patched(
        _ current: JSONValue, _ patch: Patch, by manager: String = "tester", subresource: String? = nil,
        force: Bool = false, at now: String = "2026-01-01T00:00:01Z"
    ) throws(APIStatus) -> Admitted {
        let options = WriteOptions(
            fieldManager: manager, fieldValidation: .strict, subresource: subresource, force: force, now: now)
        return try self.patch(
            patch, current: current, name: current.name, namespace: isNamespaced ? "default" : nil, uid: "u2",
            options: options)
    }

    func updated(_ current: JSONValue, _ body: JSONValue, by manager: String = "tester") throws(APIStatus) -> Admitted {
        let options = WriteOptions(
            fieldManager: manager, fieldValidation: .strict, now: "2026-01-01T00:00:01Z")
        return try update(
            body, current: current, name: current.name, namespace: isNamespaced ? "default" : nil, options: options)
    }
}

/// The refusal that a request ends with; `nil`: none.
func refusal(_ request: () throws -> Void) -> APIStatus? {
    do {
        try request()
        return nil
    } catch {
        return error as? APIStatus
    }
}

/// A Service as clients send it.
func service(_ changes: JSONValue = [:]) -> JSONValue {
    var body: JSONValue = [
        "apiVersion": "v1", "kind": "Service", "metadata": ["name": "s1"],
        "spec": [
            "type": "LoadBalancer", "ports": [["name": "a", "port": 7], ["name": "b", "port": 7, "protocol": "UDP"]],
        ],
    ]
    body.merge(changes)
    return body
}
