import FairwayJSON
import FairwayKubernetes
import FairwayResources
import Testing

@Suite("Patches of one condition")
struct ServiceConditionPatchTests {
    private static let own = Condition(type: "Own", status: "True")
    private static let other = Condition(type: "Other", status: "False")

    static let cases: [(before: [Condition], wanted: Condition?, change: JSONValue?)] = [
        ([], own, ["op": "add", "path": "/status/conditions", "value": [["type": "Own", "status": "True"]]]),
        ([other], own, ["op": "add", "path": "/status/conditions/-", "value": ["type": "Own", "status": "True"]]),
        (
            [other, own], own,
            ["op": "replace", "path": "/status/conditions/1", "value": ["type": "Own", "status": "True"]]
        ),
        ([own, other], nil, ["op": "remove", "path": "/status/conditions/0"]),
        ([other], nil, nil),
    ]

    @Test("nothing else is touched, and nothing at all of a Service that has changed", arguments: cases)
    func patch(before: [Condition], wanted: Condition?, change: JSONValue?) throws {
        let service = Service(
            metadata: ObjectMeta(name: "a", resourceVersion: "7"), spec: nil, status: ServiceStatus(conditions: before))
        let patch = try Patch.serviceCondition(wanted, type: "Own", of: service)
        guard case .json(let operations) = patch else {
            Issue.record("a JSON patch is expected: \(patch)")
            return
        }
        let test: JSONValue = ["op": "test", "path": "/metadata/resourceVersion", "value": "7"]
        #expect(operations == .array([test] + [change].compactMap(\.self)))
    }

    @Test("a Service without a status gets one")
    func noStatus() throws {
        let service = Service(metadata: ObjectMeta(name: "a", resourceVersion: "7"), spec: nil, status: nil)
        guard case .json(let operations) = try Patch.serviceCondition(Self.own, type: "Own", of: service) else {
            return
        }
        #expect(operations.array?.last?["path"] == "/status")
    }
}
