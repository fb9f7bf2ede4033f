import FairwayJSON
import Foundation
import Testing

@Suite("Namespaces", .enabled(if: hasPrograms, "needs kubectl and curl"))
struct NamespaceTests {
    private func create(_ server: TestServer, _ name: String) async throws {
        let body = "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"\(name)\"}}"
        try #require(try await server.request("POST", "/api/v1/namespaces", body: body).status == 201)
    }

    @Test("a deleted namespace takes what is in it along")
    func contents() async throws {
        try await TestServer.run { server in
            try await create(server, "edge")
            let services = "/api/v1/namespaces/edge/services"
            #expect(try await server.request("POST", services, body: TestServer.service("a")).status == 201)
            let deleted = try await server.request("DELETE", "/api/v1/namespaces/edge")
            #expect(deleted.json["status"]?["phase"] == "Terminating")
            #expect(try await server.request("GET", "/api/v1/namespaces/edge").status == 404)
            #expect(try await server.request("GET", "\(services)/a").status == 404)
        }
    }

    @Test("a namespace with something held by a finalizer waits, takes nothing in, and goes with it")
    func finalizer() async throws {
        try await TestServer.run { server in
            try await create(server, "edge")
            let services = "/api/v1/namespaces/edge/services"
            _ = try await server.request("POST", services, body: TestServer.service("a"))
            _ = try await server.request(
                "PATCH", "\(services)/a", body: "{\"metadata\":{\"finalizers\":[\"fairway.dev/cleanup\"]}}",
                contentType: "application/merge-patch+json")
            _ = try await server.request("DELETE", "/api/v1/namespaces/edge")
            let namespace = try await server.request("GET", "/api/v1/namespaces/edge")
            #expect(namespace.json["status"]?["phase"] == "Terminating")
            let refused = try await server.request("POST", services, body: TestServer.service("b"))
            #expect(refused.status == 403)
            #expect(refused.json["message"]?.string?.contains("because it is being terminated") == true)
            let service = try await server.request("GET", "\(services)/a")
            #expect(service.json["metadata"]?["deletionTimestamp"] != nil)
            _ = try await server.request(
                "PATCH", "\(services)/a", body: "{\"metadata\":{\"finalizers\":null}}",
                contentType: "application/merge-patch+json")
            #expect(try await server.request("GET", "/api/v1/namespaces/edge").status == 404)
        }
    }
}
