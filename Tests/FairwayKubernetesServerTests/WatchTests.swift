import FairwayJSON
import Foundation
import Testing

@Suite("Watches", .enabled(if: hasPrograms, "needs kubectl and curl"))
struct WatchTests {
    private func types(_ response: Response) -> [String] { response.events.compactMap { $0["type"]?.string } }

    private func names(_ response: Response) -> [String] {
        response.events.compactMap { $0["object"]?["metadata"]?["name"]?.string }
    }

    private func version(_ object: JSONValue) -> Int64 {
        Int64(object["metadata"]?["resourceVersion"]?.string ?? "") ?? 0
    }

    /// What has happened since a version is in a watch that starts there, whenever it starts.
    @Test("a watch from a version tells everything since, and ends with a bookmark when its time is over")
    func history() async throws {
        try await TestServer.run { server in
            let first = try await server.createService("a")
            try await server.createService("b")
            _ = try await server.request(
                "PATCH", "\(TestServer.services)/b", body: "{\"metadata\":{\"labels\":{\"x\":\"1\"}}}",
                contentType: "application/merge-patch+json")
            _ = try await server.request("DELETE", "\(TestServer.services)/a")
            let watch = try await server.request(
                "GET",
                "/api/v1/services?watch=1&allowWatchBookmarks=true&timeoutSeconds=1&resourceVersion=\(version(first))")
            #expect(types(watch) == ["ADDED", "MODIFIED", "DELETED", "BOOKMARK"])
            #expect(names(watch) == ["b", "b", "a"])
            let versions = watch.events.map { version($0["object"] ?? .null) }
            #expect(versions == versions.sorted())
            let list = try await server.request("GET", "/api/v1/services").json
            #expect(versions.last == version(list))
        }
    }

    @Test("a watch without a version starts with what there is")
    func state() async throws {
        try await TestServer.run { server in
            try await server.createService("a")
            try await server.createService("b")
            for query in ["", "&resourceVersion=0"] {
                let watch = try await server.request("GET", "/api/v1/services?watch=1&timeoutSeconds=1\(query)")
                #expect(types(watch) == ["ADDED", "ADDED"])
                #expect(names(watch) == ["a", "b"])
            }
        }
    }

    @Test("a streamed list ends with the bookmark that says so")
    func initialEvents() async throws {
        try await TestServer.run { server in
            try await server.createService("a")
            let path = "/api/v1/services?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&timeoutSeconds=1"
            let watch = try await server.request("GET", "\(path)&resourceVersionMatch=NotOlderThan")
            #expect(types(watch).prefix(2) == ["ADDED", "BOOKMARK"])
            let annotations = watch.events[1]["object"]?["metadata"]?["annotations"]
            #expect(annotations?["k8s.io/initial-events-end"] == "true")
            let refused = try await server.request("GET", path)
            #expect(refused.status == 422)
            #expect(refused.json["message"]?.string?.contains("sendInitialEvents requires setting") == true)
        }
    }

    @Test("an object that leaves a selection is deleted for its watcher, and one that comes into it is added")
    func selection() async throws {
        try await TestServer.run { server in
            let start = version(try await server.createService("a"))
            for label in ["\"1\"", "\"2\"", "\"1\"", "null"] {
                _ = try await server.request(
                    "PATCH", "\(TestServer.services)/a", body: "{\"metadata\":{\"labels\":{\"x\":\(label)}}}",
                    contentType: "application/merge-patch+json")
            }
            let watch = try await server.request(
                "GET", "/api/v1/services?watch=1&timeoutSeconds=1&labelSelector=x%3D1&resourceVersion=\(start)")
            #expect(types(watch) == ["ADDED", "DELETED", "ADDED", "DELETED"])
            // As it was when it was selected.
            #expect(watch.events[1]["object"]?["metadata"]?["labels"]?["x"] == "1")
            #expect(version(watch.events[1]["object"] ?? .null) == start + 2)
        }
    }

    @Test("a watch from before the server's start is told to list again")
    func expired() async throws {
        let folder = TestServer.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await TestServer.run(state: folder) { server in try await server.createService("a") }
        try await TestServer.run(state: folder) { server in
            let watch = try await server.request("GET", "/api/v1/services?watch=1&timeoutSeconds=5&resourceVersion=1")
            #expect(watch.status == 200)
            #expect(types(watch) == ["ERROR"])
            #expect(watch.events[0]["object"]?["code"] == 410)
            #expect(watch.events[0]["object"]?["reason"] == "Expired")
        }
    }

    @Test("kubectl prints each change as it happens")
    func kubectl() async throws {
        try await TestServer.run { server in
            try await server.createService("a")
            let watch = try server.start(["get", "services", "-w"])
            defer { watch.end() }
            try await eventually("the list") { watch.output.contains("a  ") }
            try await server.createService("b")
            try await eventually("the new service") { watch.output.contains("b  ") }
            // The columns are said once.
            #expect(watch.output.components(separatedBy: "EXTERNAL-IP").count == 2)
            watch.end()
            _ = await watch.wait()
        }
    }

    @Test("kubectl waits for a condition that is set meanwhile")
    func wait() async throws {
        try await TestServer.run { server in
            try await server.createService("a")
            let wait = try server.start(["wait", "--for=condition=fairway.dev/Programmed", "svc/a", "--timeout=25s"])
            defer { wait.end() }
            let condition =
                "{\"status\":{\"conditions\":[{\"type\":\"fairway.dev/Programmed\",\"status\":\"True\",\"reason\":\"Done\","
                + "\"message\":\"Done.\",\"lastTransitionTime\":\"2026-01-01T00:00:00Z\"}]}}"
            let patched = try await server.request(
                "PATCH", "\(TestServer.services)/a/status", body: condition,
                contentType: "application/merge-patch+json")
            #expect(patched.status == 200, "\(patched.text)")
            #expect(await wait.wait().status == 0)
        }
    }
}
