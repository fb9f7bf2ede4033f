import FairwayJSON
import Foundation
import Testing

@Suite("Lists", .enabled(if: hasPrograms, "needs kubectl and curl"))
struct ListTests {
    private func names(_ list: JSONValue) -> [String] {
        list["items"]?.array?.compactMap { $0["metadata"]?["name"]?.string } ?? []
    }

    @Test("pages show one state, whatever changes meanwhile")
    func pages() async throws {
        try await TestServer.run { server in
            for name in ["a", "b", "c"] { try await server.createService(name) }
            let first = try await server.request("GET", "/api/v1/services?limit=1").json
            #expect(names(first) == ["a"])
            #expect(first["metadata"]?["remainingItemCount"] == 2)
            _ = try await server.request("DELETE", "\(TestServer.services)/b")
            try await server.createService("b2")
            let token = try #require(first["metadata"]?["continue"]?.string)
            let second = try await server.request("GET", "/api/v1/services?limit=5&continue=\(token)").json
            #expect(names(second) == ["b", "c"])
            #expect(second["metadata"]?["resourceVersion"] == first["metadata"]?["resourceVersion"])
            #expect(second["metadata"]?["continue"] == nil)
            #expect(names(try await server.request("GET", "/api/v1/services").json) == ["a", "b2", "c"])
        }
    }

    @Test("a list at any version has no pages, and one at an exact version is of that version")
    func versions() async throws {
        try await TestServer.run { server in
            let first = try await server.createService("a")
            try await server.createService("b")
            let any = try await server.request("GET", "/api/v1/services?limit=1&resourceVersion=0").json
            #expect(names(any) == ["a", "b"])
            let version = try #require(first["metadata"]?["resourceVersion"]?.string)
            let exact = try await server.request(
                "GET", "/api/v1/services?resourceVersionMatch=Exact&resourceVersion=\(version)"
            ).json
            #expect(names(exact) == ["a"])
        }
    }

    @Test(
        "selectors choose",
        arguments: [
            ("labelSelector=tier%3Dedge", ["a"]), ("labelSelector=tier%21%3Dedge", ["b", "c"]),
            ("labelSelector=tier+in+(edge,core)", ["a", "b"]), ("labelSelector=!tier", ["c"]),
            ("fieldSelector=metadata.name%3Db", ["b"]),
            ("fieldSelector=metadata.name!%3Db,metadata.namespace=default", ["a", "c"]),
        ])
    func selectors(query: String, expected: [String]) async throws {
        try await TestServer.run { server in
            try await server.createService("a", labels: ["tier": "edge"])
            try await server.createService("b", labels: ["tier": "core"])
            try await server.createService("c")
            #expect(names(try await server.request("GET", "\(TestServer.services)?\(query)").json) == expected)
        }
    }

    @Test("a table has a row for each object, with the columns kubectl prints")
    func table() async throws {
        try await TestServer.run { server in
            try await server.createService("a")
            let table = try await server.request(
                "GET", TestServer.services,
                headers: ["Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json"]
            ).json
            #expect(table["kind"] == "Table")
            let columns = table["columnDefinitions"]?.array?.compactMap { $0["name"]?.string }
            #expect(columns == ["Name", "Type", "Cluster-IP", "External-IP", "Port(s)", "Age", "Selector"])
            let row = table["rows"]?.array?.first
            #expect(row?["cells"]?.array?.prefix(5) == ["a", "LoadBalancer", "<none>", "<pending>", "7/TCP,7/UDP"])
            #expect(row?["object"]?["kind"] == "PartialObjectMetadata")
        }
    }

    @Test("many are deleted by what selects them")
    func deleteCollection() async throws {
        try await TestServer.run { server in
            try await server.createService("a", labels: ["x": "1"])
            try await server.createService("b")
            let deleted = try await server.request("DELETE", "\(TestServer.services)?labelSelector=x%3D1").json
            #expect(deleted["kind"] == "ServiceList")
            #expect(names(deleted) == ["a"])
            #expect(names(try await server.request("GET", TestServer.services).json) == ["b"])
        }
    }
}
