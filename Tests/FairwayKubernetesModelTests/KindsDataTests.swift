import FairwayJSON
import Testing

@testable import FairwayKubernetesModel

@Suite("ConfigMaps and Secrets")
struct KindsDataTests {
    private func object(_ kind: KindDescriptor, _ members: JSONValue) -> JSONValue {
        var body: JSONValue = ["apiVersion": "v1", "kind": .string(kind.kind), "metadata": ["name": "a"]]
        body.merge(members)
        return body
    }

    private func message(_ kind: KindDescriptor, _ members: JSONValue) -> String? {
        refusal { _ = try kind.created(object(kind, members)) }?.message
    }

    @Test("what a Secret says in plain text is stored in base64, over what is there")
    func stringData() throws {
        let secret = try KindDescriptor.secrets.created(
            object(.secrets, ["data": ["a": "YQ==", "b": "Yg=="], "stringData": ["b": "bé", "c": ""]]))
        #expect(secret["data"] == ["a": "YQ==", "b": "YsOp", "c": ""])
        #expect(secret["stringData"] == nil)
        #expect(secret["type"] == "Opaque")
        let fields = secret["metadata"]?["managedFields"]?.array?.first?["fieldsV1"]
        #expect(
            fields == ["f:data": [".": [:], "f:a": [:], "f:b": [:], "f:c": [:]], "f:type": [:]])
    }

    @Test("base64 may be broken into lines, and is stored without")
    func brokenLines() throws {
        let secret = try KindDescriptor.secrets.created(object(.secrets, ["data": ["a": "YW\nJj\r\n"]]))
        #expect(secret["data"] == ["a": "YWJj"])
    }

    @Test("what is no base64 is refused as the real server's decoder does")
    func notBase64() {
        #expect(
            message(.secrets, ["data": ["a": "no!"]])
                == "Secret in version \"v1\" cannot be handled as a Secret: illegal base64 data at input byte 2")
        #expect(
            message(.configMaps, ["binaryData": ["a": "YQ=="], "data": ["a": "x"]])
                == "ConfigMap \"a\" is invalid: [data[a]: Invalid value: \"a\": duplicate of key present in "
                + "binaryData, binaryData[a]: Invalid value: \"a\": duplicate of key present in data]")
    }

    static let keys: [(key: String, problems: [String])] = [
        ("a.B_c-9", []), (".hidden", []), ("..", ["must not be '..'"]), (".", ["must not be '.'"]),
        ("..a", ["must not start with '..'"]),
        (
            "a/b",
            [
                "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or "
                    + "'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"
            ]
        ),
    ]

    @Test("a key can be the name of a file", arguments: keys)
    func key(key: String, problems: [String]) {
        for kind in [KindDescriptor.configMaps, .secrets] {
            let data: JSONValue = ["data": .object([key: "YQ=="])]
            let details = refusal { _ = try kind.created(object(kind, data)) }?.details?["causes"]?.array ?? []
            #expect(
                details.map { $0["message"]?.string }
                    == problems.map { "Invalid value: \(FieldError.quoted(key)): \($0)" })
        }
    }

    @Test("an object that was made immutable stays as it is", arguments: [KindDescriptor.configMaps, .secrets])
    func immutable(kind: KindDescriptor) throws {
        let current = try kind.created(object(kind, ["data": ["a": "YQ=="], "immutable": true]))
        let labelled = try kind.patched(current, .merge(["metadata": ["labels": ["x": "y"]]]))
        #expect(labelled.effect == .replace)
        let message = refusal {
            _ = try kind.patched(current, .merge(["data": ["a": "Yg=="], "immutable": false]))
        }?.message
        #expect(
            message
                == "\(kind.kind) \"a\" is invalid: [immutable: Forbidden: field is immutable when `immutable` is set, "
                + "data: Forbidden: field is immutable when `immutable` is set]")
    }

    @Test("the type of a Secret stays, and need not be repeated")
    func typeIsImmutable() throws {
        let kind = KindDescriptor.secrets
        let current = try kind.created(object(kind, ["type": "example.com/x"]))
        #expect(try kind.updated(current, object(kind, ["data": ["a": "YQ=="]])).object["type"] == "example.com/x")
        let message = refusal { _ = try kind.patched(current, .merge(["type": "Opaque"])) }?.message
        #expect(message == "Secret \"a\" is invalid: type: Invalid value: \"Opaque\": field is immutable")
    }

    static let types: [(type: String, data: JSONValue, expected: String)] = [
        ("kubernetes.io/tls", ["tls.crt": ""], "data[tls.key]: Required value"),
        ("kubernetes.io/basic-auth", [:], "[data[username]: Required value, data[password]: Required value]"),
        ("kubernetes.io/ssh-auth", ["ssh-privatekey": ""], "data[ssh-privatekey]: Required value"),
        (
            "kubernetes.io/service-account-token", [:],
            "metadata.annotations[kubernetes.io/service-account.name]: Required value"
        ),
        ("kubernetes.io/dockercfg", [:], "data[.dockercfg]: Required value"),
        (
            "kubernetes.io/dockerconfigjson", [".dockerconfigjson": "W10="],
            "data[.dockerconfigjson]: Invalid value: \"<secret contents redacted>\": "
                + "json: cannot unmarshal array into Go value of type map[string]interface {}"
        ),
    ]

    @Test("a Secret holds what its type needs", arguments: types)
    func neededEntries(type: String, data: JSONValue, expected: String) {
        #expect(
            message(.secrets, ["type": .string(type), "data": data]) == "Secret \"a\" is invalid: \(expected)")
    }

    @Test("there may be a mebibyte of data and not more")
    func size() {
        let large = JSONValue.string(String(repeating: "a", count: 1 << 20))
        #expect(message(.configMaps, ["data": ["a": large]]) == nil)
        #expect(
            message(.configMaps, ["data": ["a": large, "b": "b"]])
                == "ConfigMap \"a\" is invalid: : Too long: may not be more than 1048576 bytes")
        #expect(
            message(.secrets, ["stringData": ["a": large, "b": "b"]])
                == "Secret \"a\" is invalid: data: Too long: may not be more than 1048576 bytes")
    }

    @Test("Secrets are selected by type")
    func selectByType() throws {
        let selector = try FieldSelector(parsing: "type=Opaque", kind: .secrets)
        #expect(selector.matches(["type": "Opaque"]))
        #expect(!selector.matches(["type": "kubernetes.io/tls"]))
    }
}
