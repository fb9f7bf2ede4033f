import FairwayJSON
import FairwayKubernetes
import Foundation
import Testing

@Suite struct EventRecorderTests {
    @Test("an event names its object in full, and a repeat is a patch of its series")
    func recordsAndCounts() async throws {
        let server = ScriptedServer([.json(201, #"{"metadata":{}}"#), .json(#"{"metadata":{}}"#)])
        let client = KubernetesClient(transport: server, logger: Sample.logger)
        let recorder = EventRecorder(
            client: client, controller: "fairway.dev/controller", instance: "host", logger: Sample.logger)
        let service = Service(
            metadata: ObjectMeta(name: "web", namespace: "shop", uid: "u-1", resourceVersion: "17"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await recorder.run() }
            defer { group.cancelAll() }
            recorder.record(.warning, regarding: service, reason: "Failed", action: "Sync", note: "It failed.")
            try await eventually("the event is created") { server.requests.count == 1 }
            recorder.record(.warning, regarding: service, reason: "Failed", action: "Sync", note: "It failed.")
            try await eventually("the repeat is counted") { server.requests.count == 2 }
        }
        let created = try JSONValue(parsing: server.requests[0].body ?? Data())
        #expect(server.requests[0].target == "/apis/events.k8s.io/v1/namespaces/shop/events")
        #expect(
            created["regarding"] == [
                "apiVersion": "v1", "kind": "Service", "namespace": "shop", "name": "web", "uid": "u-1",
                "resourceVersion": "17",
            ])
        #expect(created["type"] == "Warning")
        #expect(created["reason"] == "Failed")
        #expect(created["action"] == "Sync")
        #expect(created["note"] == "It failed.")
        #expect(created["reportingController"] == "fairway.dev/controller")
        #expect(created["reportingInstance"] == "host")
        let name = try #require(created["metadata"]?["name"]?.string)
        #expect(name.wholeMatch(of: /web\.[0-9a-f]{16}/) != nil)
        let time = try #require(created["eventTime"]?.string)
        #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/) != nil)
        let patch = try JSONValue(parsing: server.requests[1].body ?? Data())
        #expect(server.requests[1].method == .patch)
        #expect(server.requests[1].target == "/apis/events.k8s.io/v1/namespaces/shop/events/\(name)")
        #expect(patch["series"]?["count"] == 2)
    }

    @Test("a note that is too long is cut at a character")
    func longNote() async throws {
        let server = ScriptedServer([.json(201, #"{"metadata":{}}"#)])
        let client = KubernetesClient(transport: server, logger: Sample.logger)
        let recorder = EventRecorder(client: client, controller: "c", instance: "i", logger: Sample.logger)
        recorder.record(
            .normal, regarding: Namespace(metadata: ObjectMeta(name: "n")), reason: "R",
            note: String(repeating: "ö", count: 600) + "x")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await recorder.run() }
            defer { group.cancelAll() }
            try await eventually("the event is created") { server.requests.count == 1 }
        }
        let created = try JSONValue(parsing: server.requests[0].body ?? Data())
        #expect(created["note"]?.string == String(repeating: "ö", count: 512))
        #expect(created["metadata"]?["namespace"] == "default")
    }

    @Test(
        "times have six fractional digits",
        arguments: [(0.0, "1970-01-01T00:00:00.000000Z"), (1.5, "1970-01-01T00:00:01.500000Z")])
    func microTime(seconds: Double, text: String) {
        #expect(Date(timeIntervalSince1970: seconds).kubernetesMicroTime == text)
    }
}
