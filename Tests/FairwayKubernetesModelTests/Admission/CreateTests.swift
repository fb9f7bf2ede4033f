import FairwayJSON
import Testing

@testable import FairwayKubernetesModel

@Suite("Create")
struct CreateTests {
    static let refusals: [(JSONValue, Int, String)] = [
        (
            ["spec": ["ports": [["port": "x"]]]], 400,
            "Service in version \"v1\" cannot be handled as a Service: json: cannot unmarshal string into Go struct "
                + "field ServicePort.spec.ports.port of type int32"
        ),
        (
            ["spec": ["ports": [["port": 1.5]]]], 400,
            "Service in version \"v1\" cannot be handled as a Service: json: cannot unmarshal number 1.5 into Go struct "
                + "field ServicePort.spec.ports.port of type int32"
        ),
        (
            ["spec": "x"], 400,
            "Service in version \"v1\" cannot be handled as a Service: json: cannot unmarshal string into Go struct "
                + "field Service.spec of type v1.ServiceSpec"
        ),
        (
            ["metadata": ["labels": ["a": 1]]], 400,
            "Service in version \"v1\" cannot be handled as a Service: json: cannot unmarshal number into Go struct "
                + "field ObjectMeta.metadata.labels of type string"
        ),
        (
            ["spec": ["selectr": [:]], "stat": 1], 400,
            "Service in version \"v1\" cannot be handled as a Service: strict decoding error: "
                + "unknown field \"spec.selectr\", unknown field \"stat\""
        ),
        (
            ["spec": ["ports": [["port": 1, "x": 2]]]], 400,
            "Service in version \"v1\" cannot be handled as a Service: strict decoding error: "
                + "unknown field \"spec.ports[0].x\""
        ),
        (["apiVersion": "v2"], 400, "the API version in the data (v2) does not match the expected API version (v1)"),
        (
            ["kind": "Pod"], 400,
            "Pod in version \"v1\" cannot be handled as a Service: no kind \"Pod\" is registered for version \"v1\""
        ),
        (
            ["metadata": ["namespace": "other"]], 400,
            "the namespace of the provided object does not match the namespace sent on the request"
        ),
        (["metadata": ["resourceVersion": "7"]], 500, "resourceVersion should not be set on objects to be created"),
        (
            ["metadata": ["name": nil]], 422,
            "Service \"\" is invalid: metadata.name: Required value: name or generateName is required"
        ),
        (
            ["metadata": ["labels": ["a b": "c"]]], 422,
            "Service \"s1\" is invalid: metadata.labels: Invalid value: \"a b\": name part must consist of alphanumeric "
                + "characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  "
                + "or 'my.name',  or '123-abc', regex used for validation is "
                + "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
        ),
        (
            ["metadata": ["annotations": ["a": .string(String(repeating: "x", count: 262_144))]]], 422,
            "Service \"s1\" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes"
        ),
        (
            ["metadata": ["finalizers": ["a/b/c"]]], 422,
            "Service \"s1\" is invalid: metadata.finalizers: Invalid value: \"a/b/c\": a qualified name must consist of "
                + "alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
                + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
                + "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' "
                + "(e.g. 'example.com/MyName')"
        ),
    ]

    @Test("what is wrong is refused in the API server's words", arguments: refusals)
    func refuses(_ changes: JSONValue, _ code: Int, _ message: String) {
        let status = refusal { _ = try KindDescriptor.services.created(service(changes)) }
        #expect(status?.code == code)
        #expect(status?.message == message)
    }

    @Test("a body that is no object is refused", arguments: [nil, [], "x", 1] as [JSONValue])
    func noObject(_ body: JSONValue) {
        let status = refusal { _ = try KindDescriptor.services.created(body) }
        #expect(status?.code == 400)
    }

    @Test("unknown fields are dropped, with a warning unless they are to be ignored")
    func unknownFields() throws {
        for (validation, warnings) in [(FieldValidation.warn, ["unknown field \"spec.x\""]), (.ignore, [])] {
            let admitted = try KindDescriptor.services.create(
                service(["spec": ["x": 1]]), namespace: "default", uid: "u", generateSuffix: "",
                options: WriteOptions(fieldManager: "m", fieldValidation: validation, now: KindDescriptor.now))
            #expect(admitted.warnings == warnings)
            #expect(admitted.object["spec"]?["x"] == nil)
            #expect(admitted.effect == .create)
        }
    }

    @Test("what only the server sets is not taken from the client, and null is the same as absent")
    func serverFields() throws {
        let object = try KindDescriptor.services.created(
            service([
                "metadata": [
                    "uid": "mine", "creationTimestamp": "2000-01-01T00:00:00Z", "generation": 9, "labels": [:],
                    "deletionTimestamp": "2000-01-01T00:00:00Z", "finalizers": [],
                ], "status": ["loadBalancer": ["ingress": [["ip": "192.0.2.1"]]]],
            ]))
        let metadata = try #require(object["metadata"]?.object)
        #expect(
            Set(metadata.keys) == ["name", "namespace", "uid", "creationTimestamp", "managedFields", "resourceVersion"])
        #expect(metadata["uid"] == "u1")
        #expect(metadata["creationTimestamp"] == .string(KindDescriptor.now))
        #expect(object["status"] == ["loadBalancer": [:]])
    }

    @Test("a name is generated from a prefix, which is cut to fit a label")
    func generateName() throws {
        let long = String(repeating: "a", count: 63)
        for (prefix, name) in [("web-", "web-x2x4x"), (long, String(repeating: "a", count: 58) + "x2x4x")] {
            let body = service(["metadata": ["name": nil, "generateName": .string(prefix)]])
            let object = try KindDescriptor.services.created(body)
            #expect(object.name == name)
        }
    }
}
