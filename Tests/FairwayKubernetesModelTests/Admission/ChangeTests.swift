import FairwayJSON
import Testing

@testable import FairwayKubernetesModel

@Suite("Update and patch")
struct ChangeTests {
    private let kind = KindDescriptor.services
    private let current: JSONValue

    init() throws {
        current = try KindDescriptor.services.created(service())
    }

    @Test("writing what is there changes nothing")
    func nothing() throws {
        #expect(try kind.updated(current, current).effect == .nothing)
        #expect(try kind.updated(current, service()).object == current)
        #expect(try kind.patched(current, .merge([:])).effect == .nothing)
        #expect(try kind.patched(current, .strategic(["metadata": ["labels": nil]])).effect == .nothing)
        #expect(try kind.patched(current, .json([]), by: "somebody else").effect == .nothing)
    }

    static let refusals: [(Patch, Int, String)] = [
        (
            .merge(["metadata": ["resourceVersion": "9"]]), 409,
            "Operation cannot be fulfilled on services \"s1\": the object has been modified; please apply your changes "
                + "to the latest version and try again"
        ),
        (
            .merge(["metadata": ["uid": "other"]]), 409,
            "Operation cannot be fulfilled on Service \"s1\": Precondition failed: UID in precondition: other, "
                + "UID in object meta: u1"
        ),
        (
            .merge(["metadata": ["name": "s2"]]), 422,
            "Service \"s1\" is invalid: metadata.name: Invalid value: \"s2\": field is immutable"
        ),
        (.json(["op": "add"]), 400, "json: cannot unmarshal object into Go value of type jsonpatch.Patch"),
        (
            .json([["op": "remove", "path": "/nowhere"]]), 422,
            "the server rejected our request due to an error in our request"
        ),
        (
            .strategic(["spec": ["selectr": "x"]]), 422,
            " \"\" is invalid: patch: Invalid value: \"map[spec:map[selectr:x]]\": strict decoding error: "
                + "unknown field \"spec.selectr\""
        ),
        (
            .strategic(["spec": ["ports": [["name": "a"]]]]), 500,
            "map: map[name:a] does not contain declared merge key: port"
        ),
    ]

    @Test("what is wrong is refused in the API server's words", arguments: refusals)
    func refuses(_ patch: Patch, _ code: Int, _ message: String) {
        let status = refusal { _ = try kind.patched(current, patch) }
        #expect(status?.code == code)
        #expect(status?.message == message)
    }

    @Test("a merge patch that breaks the schema is refused with the object it makes")
    func brokenSchema() {
        let status = refusal { _ = try kind.patched(current, .merge(["spec": ["type": 7]])) }
        #expect(status?.code == 422)
        #expect(status?.message.hasPrefix(" \"\" is invalid: patch: Invalid value: \"{\\\"apiVersion\\\":") == true)
        #expect(
            status?.message.hasSuffix(
                "json: cannot unmarshal number into Go struct field ServiceSpec.spec.type of type string") == true)
    }

    @Test("only server-side apply creates what is not there")
    func notThere() {
        let status = refusal {
            _ = try kind.patch(
                .merge([:]), current: nil, name: "s9", namespace: "default", uid: "u",
                options: WriteOptions(fieldManager: "m", now: KindDescriptor.now))
        }
        #expect(status?.json["details"] == ["name": "s9", "kind": "services"])
        #expect(status?.message == "services \"s9\" not found")
    }

    @Test("a PUT under another name or in another namespace is refused")
    func otherPlace() {
        for (metadata, message) in [
            (["name": "s2"], "the name of the object (s2) does not match the name on the URL (s1)"),
            (
                ["namespace": "x"],
                "the namespace of the provided object does not match the namespace sent on the request"
            ),
        ] as [(JSONValue, String)] {
            let status = refusal { _ = try kind.updated(current, service(["metadata": metadata])) }
            #expect(status == .badRequest(message))
        }
    }

    @Test("objects of our own kinds are replaced only under their resource version")
    func unconditional() throws {
        let pool: JSONValue = [
            "apiVersion": "fairway.dev/v1alpha1", "kind": "AddressPool", "metadata": ["name": "p"],
            "spec": ["addresses": ["192.0.2.0/24"]],
        ]
        let current = try KindDescriptor.addressPools.created(pool)
        let status = refusal { _ = try KindDescriptor.addressPools.updated(current, pool) }
        #expect(
            status?.message
                == "AddressPool.fairway.dev \"p\" is invalid: metadata.resourceVersion: Invalid value: 0x0: "
                + "must be specified for an update")
        let strategic = refusal { _ = try KindDescriptor.addressPools.patched(current, .strategic([:])) }
        #expect(strategic?.code == 415)
        #expect(try KindDescriptor.addressPools.patched(current, .merge([:])).effect == .nothing)
    }

    @Test("through the status only the status changes, and beside it only the rest")
    func status() throws {
        let both: JSONValue = [
            "spec": ["type": "ClusterIP"], "status": ["loadBalancer": ["ingress": [["ip": "192.0.2.1"]]]],
        ]
        let status = try kind.patched(current, .merge(both), subresource: "status").object
        #expect(status["spec"] == current["spec"])
        #expect(status["status"]?["loadBalancer"]?["ingress"]?.array?.first?["ip"] == "192.0.2.1")
        let back = try kind.patched(
            status, .merge(["status": ["loadBalancer": nil], "metadata": ["labels": ["a": "b"]]]))
        #expect(back.object["status"] == status["status"])
        #expect(back.object["metadata"]?["labels"] == ["a": "b"])
    }

    @Test("fields can be handed over by a patch of managedFields, and be forgotten by one empty entry")
    func managedFields() throws {
        let renamed = try kind.patched(
            current, .json([["op": "replace", "path": "/metadata/managedFields/0/manager", "value": "heir"]])
        ).object
        #expect(renamed["metadata"]?["managedFields"]?.array?.map { $0["manager"] } == ["heir"])
        let reset = try kind.patched(renamed, .merge(["metadata": ["managedFields": [[:]]]])).object
        #expect(reset["metadata"]?["managedFields"] == nil)
        let still = try kind.patched(reset, .merge(["metadata": ["labels": ["a": "b"]]])).object
        #expect(still["metadata"]?["managedFields"] == nil)
        let empty = try kind.patched(renamed, .merge(["metadata": ["managedFields": []]]))
        #expect(empty.effect == .nothing)
    }
}
