import FairwayJSON
import Testing

@testable import FairwayKubernetesModel

@Suite("Server-side apply")
struct ApplyTests {
    private let kind = KindDescriptor.services

    private func apply(
        _ config: JSONValue, to current: JSONValue?, by manager: String, force: Bool = false
    ) throws(APIStatus) -> Admitted {
        try kind.patch(
            .apply(config), current: current, name: "s1", namespace: "default", uid: "u1",
            options: WriteOptions(fieldManager: manager, force: force, now: KindDescriptor.now))
    }

    private func owners(_ object: JSONValue) -> [JSONValue: JSONValue] {
        let entries = object["metadata"]?["managedFields"]?.array ?? []
        return Dictionary(entries.map { ($0["manager"] ?? nil, $0["fieldsV1"] ?? nil) }) { first, _ in first }
    }

    @Test("an apply creates what is not there, and owns what it says and no more")
    func creates() throws {
        let admitted = try apply(service(["metadata": ["labels": ["a": "b"]]]), to: nil, by: "me")
        #expect(admitted.effect == .create)
        #expect(admitted.object["spec"]?["sessionAffinity"] == "None")
        let port: JSONValue = [".": [:], "f:name": [:], "f:port": [:]]
        var other = port
        other["f:protocol"] = [:]
        #expect(
            owners(admitted.object) == [
                "me": [
                    "f:metadata": ["f:labels": ["f:a": [:]]],
                    "f:spec": [
                        "f:ports": [
                            #"k:{"port":7,"protocol":"TCP"}"#: port, #"k:{"port":7,"protocol":"UDP"}"#: other,
                        ], "f:type": [:],
                    ],
                ]
            ])
    }

    @Test("what is no longer applied goes, unless somebody else owns it")
    func removes() throws {
        let labels: JSONValue = ["metadata": ["labels": ["mine": "1", "shared": "1"]]]
        let both = try apply(service(labels), to: nil, by: "me").object
        let shared = try apply(service(["metadata": ["labels": ["shared": "1"]]]), to: both, by: "other").object
        var config = service()
        config.set([["name": "a", "port": 7]], at: "spec", "ports")
        let reduced = try apply(config, to: shared, by: "me").object
        #expect(reduced["metadata"]?["labels"] == ["shared": "1"])
        // The other one applied the port as well.
        #expect(reduced["spec"]?["ports"]?.array?.count == 2)
        let last = try apply(config, to: reduced, by: "other").object
        #expect(last["metadata"]?["labels"] == nil)
        #expect(last["spec"]?["ports"]?.array?.count == 1)
    }

    @Test("applying the same again changes nothing")
    func again() throws {
        var current = try apply(service(), to: nil, by: "me").object
        current.set("1", at: "metadata", "resourceVersion")
        let again = try apply(service(), to: current, by: "me")
        #expect(again.effect == .nothing)
        #expect(again.object == current)
    }

    @Test("another value than the owner's is a conflict, and force takes the field")
    func conflicts() throws {
        let current = try kind.created(service(), by: "creator")
        let config = service(["spec": ["type": "ClusterIP"]])
        let status = refusal { _ = try apply(config, to: current, by: "me") }
        #expect(status?.code == 409)
        #expect(status?.message == "Apply failed with 1 conflict: conflict with \"creator\" using v1: .spec.type")
        #expect(
            status?.details == [
                "causes": [
                    [
                        "reason": "FieldManagerConflict", "message": "conflict with \"creator\" using v1",
                        "field": ".spec.type",
                    ]
                ]
            ])
        let forced = try apply(config, to: current, by: "me", force: true).object
        #expect(forced["spec"]?["type"] == "ClusterIP")
        #expect(owners(forced)["me"]?["f:spec"]?["f:type"] != nil)
        #expect(owners(forced)["creator"]?["f:spec"]?["f:type"] == nil)
    }

    @Test("a conflict with one who applied through the status says so")
    func conflictWords() throws {
        let options = WriteOptions(fieldManager: "one", subresource: "status", now: KindDescriptor.now)
        var other = options
        other.fieldManager = "two"
        func config(_ address: JSONValue) -> Patch {
            .apply([
                "apiVersion": "v1", "kind": "Service", "metadata": ["name": "s1"],
                "status": ["loadBalancer": ["ingress": [["ip": address]]]],
            ])
        }
        let current = try kind.created(service())
        let one = try kind.patch(
            config("192.0.2.1"), current: current, name: "s1", namespace: "default", uid: "", options: options
        ).object
        let status = refusal {
            _ = try kind.patch(
                config("192.0.2.2"), current: one, name: "s1", namespace: "default", uid: "", options: other)
        }
        #expect(
            status?.message == "Apply failed with 1 conflict: conflict with \"one\" with subresource \"status\": "
                + ".status.loadBalancer.ingress")
    }

    @Test("fields of nobody are counted to before-first-apply")
    func beforeFirstApply() throws {
        var current = try kind.created(service())
        current.set(nil, at: "metadata", "managedFields")
        let applied = try apply(service(), to: current, by: "me").object
        #expect(Set(owners(applied).keys) == ["me", "before-first-apply"])
    }

    static let refusals: [(JSONValue, Int, String)] = [
        (
            ["spec": ["selectr": "x"]], 500,
            "failed to create typed patch object (/s1; /v1, Kind=Service): .spec.selectr: field not declared in schema"
        ),
        (
            ["spec": ["ports": [["port": 7], ["port": 7]]]], 500,
            "failed to create typed patch object (/s1; /v1, Kind=Service): .spec.ports: duplicate entries for key "
                + "[port=7,protocol=\"TCP\"]"
        ),
        (["metadata": ["managedFields": []]], 400, "metadata.managedFields must be nil"),
        (
            ["metadata": ["name": "other"]], 400,
            "the name of the object (other) does not match the name on the URL (s1)"
        ),
    ]

    @Test("what is wrong is refused in the API server's words", arguments: refusals)
    func refuses(_ changes: JSONValue, _ code: Int, _ message: String) throws {
        let current = try kind.created(service())
        let status = refusal { _ = try apply(service(changes), to: current, by: "me") }
        #expect(status?.code == code)
        #expect(status?.message == message)
    }

    @Test("an apply without a manager is refused")
    func noManager() {
        let status = refusal { _ = try apply(service(), to: nil, by: "") }
        #expect(
            status?.message
                == "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch"
        )
    }

    @Test("of many who update, the oldest are merged into one")
    func ancient() throws {
        var object = try kind.created(service())
        for index in 0..<15 {
            let time = "2026-01-01T00:01:\(index + 10)Z"
            object = try kind.patched(
                object, .merge(["metadata": ["labels": ["l\(index)": "x"]]]), by: "m\(index)", at: time
            ).object
        }
        let entries = try #require(object["metadata"]?["managedFields"]?.array)
        #expect(entries.count == 10)
        #expect(entries.first?["manager"] == "ancient-changes")
        #expect(entries.last?["manager"] == "m14")
    }
}
