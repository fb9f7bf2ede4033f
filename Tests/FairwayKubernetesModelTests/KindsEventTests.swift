import FairwayJSON
import FairwayKubernetesModel
import Testing

@Suite("Events")
struct KindsEventTests {
    private let conversion: Conversion
    private let events: JSONValue

    init() throws {
        self.conversion = try #require(KindDescriptor.groupedEvents.conversion)
        self.events = try KindsFixtures.json("kinds-events.json")
    }

    /// Go writes null for times that are not set.
    private func withoutNulls(_ object: JSONValue?) -> JSONValue {
        .object((object?.object ?? [:]).filter { !$0.value.isNull })
    }

    @Test("an Event is the same through both groups, as on the real server")
    func bothGroups() {
        let core = withoutNulls(events["core"])
        let grouped = withoutNulls(events["grouped"])
        #expect(conversion.toStored(grouped) == core)
        #expect(conversion.fromStored(core) == grouped)
    }

    @Test("an older Event keeps its count and source")
    func olderEvent() throws {
        let created = try #require(events["created"])
        let grouped = conversion.fromStored(created)
        #expect(grouped["deprecatedCount"] == 1)
        #expect(grouped["deprecatedSource"] == ["component": "fairway"])
        #expect(grouped["note"] == "Ensuring load balancer")
        #expect(conversion.toStored(grouped) == created)
    }

    @Test("what the real server takes is taken")
    func accepted() throws {
        for (member, kind) in [("created", KindDescriptor.events), ("createdGrouped", .groupedEvents)] {
            var event = try #require(events[member])
            var metadata = event["metadata"] ?? [:]
            metadata["namespace"] = "default"
            event["metadata"] = metadata
            kind.rules.prepare(&event, old: nil, subresource: nil)
            #expect(kind.rules.validate(event, old: nil, subresource: nil) == [])
        }
    }

    private func errors(_ kind: KindDescriptor, _ event: JSONValue, old: JSONValue? = nil) -> [String] {
        kind.rules.validate(event, old: old, subresource: nil).map(\.description)
    }

    @Test("an Event is in the namespace of what it is about")
    func namespace() {
        func event(in namespace: String, about other: String) -> JSONValue {
            ["metadata": ["namespace": .string(namespace)], "involvedObject": ["namespace": .string(other)]]
        }
        func words(_ value: String) -> String {
            "involvedObject.namespace: Invalid value: \"\(value)\": does not match event.namespace"
        }
        #expect(errors(.events, event(in: "default", about: "")) == [])
        #expect(errors(.events, event(in: "a", about: "a")) == [])
        #expect(errors(.events, event(in: "a", about: "")) == [words("")])
        #expect(errors(.events, event(in: "a", about: "b")) == [words("b")])
    }

    @Test("events.k8s.io asks for more")
    func stricter() {
        let event: JSONValue = [
            "metadata": ["namespace": "default"], "type": "Odd", "deprecatedCount": 3, "series": ["count": 1],
        ]
        #expect(
            errors(.groupedEvents, event) == [
                "series.count: Invalid value: \"\": should be at least 2",
                "series.lastObservedTime: Required value",
                "eventTime: Required value",
                "type: Invalid value: \"\": has invalid value: Odd",
                "count: Invalid value: \"\": needs to be unset",
            ])
    }

    @Test("only the series of an Event changes")
    func immutable() throws {
        let old = try #require(events["grouped"])
        var event = old
        event["series"] = ["count": 4, "lastObservedTime": "2026-11-23T00:06:00.000000Z"]
        #expect(errors(.groupedEvents, event, old: old) == [])
        event["reason"] = "Other"
        #expect(
            errors(.groupedEvents, event, old: old) == ["reason: Invalid value: \"Other\": field is immutable"])
    }
}
