import FairwayJSON
import Foundation
import Testing

@Suite("Refusals", .enabled(if: hasPrograms, "needs kubectl and curl"))
struct RefusalTests {
    /// A request and how Kubernetes 1.36.2 refuses it; `message` is how its sentence begins.
    struct Case: Sendable, CustomTestStringConvertible {
        var method = "GET"
        var path: String
        var body: String?
        var contentType = "application/json"
        var status: Int
        var reason: String?
        var message: String

        var testDescription: String { "\(method) \(path.prefix(80)) → \(status)" }
    }

    private static let one = "\(TestServer.services)/a"
    private static let manyAliases =
        "a: &a [x, x]\n"
        + "bcdefghijklmnopqrstuvw".reduce(into: (text: "", last: Character("a"))) { bomb, letter in
            bomb.text += "\(letter): &\(letter) [*\(bomb.last), *\(bomb.last), *\(bomb.last)]\n"
            bomb.last = letter
        }.text

    static let cases = [
        Case(path: "\(TestServer.services)/x", status: 404, reason: "NotFound", message: "services \"x\" not found"),
        Case(path: "/apis/nosuch/v1/things", status: 404, message: "404 page not found"),
        Case(path: "/", status: 404, message: "404 page not found"),
        Case(
            method: "POST", path: "/api/v1/services/x", body: "{}", status: 404, reason: "NotFound",
            message: "the server could not find the requested resource"),
        Case(
            method: "PUT", path: TestServer.services, body: "{}", status: 405, reason: "MethodNotAllowed",
            message: "the server does not allow this method on the requested resource"),
        Case(
            method: "POST", path: TestServer.services, body: TestServer.service("a"), status: 409,
            reason: "AlreadyExists", message: "services \"a\" already exists"),
        Case(
            method: "POST", path: "/api/v1/namespaces/nosuch/services", body: TestServer.service("b"), status: 404,
            reason: "NotFound", message: "namespaces \"nosuch\" not found"),
        Case(
            method: "POST", path: TestServer.services, body: "{\"apiVersion\":\"v1\"", status: 400,
            reason: "BadRequest", message: "the object provided is unrecognized (must be of type Service)"),
        Case(
            method: "POST", path: TestServer.services, body: String(repeating: "[", count: 100_000), status: 400,
            reason: "BadRequest", message: "the object provided is unrecognized"),
        Case(
            method: "POST", path: TestServer.services, body: String(repeating: "x", count: 3 << 20 + 1), status: 413,
            reason: "RequestEntityTooLarge", message: "Request entity too large: limit is 3145728"),
        Case(
            method: "POST", path: TestServer.services, body: manyAliases, contentType: "application/yaml", status: 400,
            reason: "BadRequest", message: "error decoding YAML: the document has too many anchors and aliases"),
        Case(
            method: "POST", path: TestServer.services, body: String(repeating: "- ", count: 900),
            contentType: "application/yaml", status: 400, reason: "BadRequest",
            message: "error decoding YAML: the document is nested too deeply"),
        Case(
            method: "POST", path: TestServer.services, body: "k8s", contentType: "application/vnd.kubernetes.protobuf",
            status: 400, reason: "BadRequest",
            message: "the object provided is unrecognized (must be of type Service): provided data does not appear to "
                + "be a protobuf message, expected prefix [107 56 115 0] (6b3873)"),
        Case(
            method: "POST", path: "/apis/fairway.dev/v1alpha1/addresspools", body: "k8s",
            contentType: "application/vnd.kubernetes.protobuf", status: 415, reason: "UnsupportedMediaType",
            message: "the body of the request was in an unknown format - accepted media types include: "
                + "application/json, application/yaml"),
        Case(
            method: "PATCH", path: one, body: "x", contentType: "text/plain", status: 415,
            reason: "UnsupportedMediaType", message: "415: Unsupported Media Type"),
        Case(
            method: "PATCH", path: one, body: "{}", contentType: "application/apply-patch+yaml", status: 422,
            reason: "Invalid", message: "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value"),
        Case(
            method: "DELETE", path: one,
            body: "{\"preconditions\":{\"uid\":\"00000000-0000-0000-0000-000000000000\"}}", status: 409,
            reason: "Conflict", message: "Operation cannot be fulfilled on Service \"a\": the UID in the precondition"),
        Case(
            method: "DELETE", path: "/api/v1/namespaces/default", status: 403, reason: "Forbidden",
            message: "namespaces \"default\" is forbidden: this namespace may not be deleted"),
        Case(
            path: "/api/v1/services?resourceVersion=99999999&resourceVersionMatch=NotOlderThan", status: 504,
            reason: "Timeout", message: "Timeout: Too large resource version: 99999999, current: "),
        Case(
            path: "/api/v1/services?limit=1&continue=abc", status: 400, reason: "BadRequest",
            message: "invalid continue token: continue key is not valid"),
        Case(
            path: "/api/v1/services?fieldSelector=spec.nosuch%3D1", status: 400, reason: "BadRequest",
            message: "field label not supported: spec.nosuch"),
        Case(path: "/api/v1/%zz", status: 400, reason: "BadRequest", message: "the request's path is no valid one"),
    ]

    @Test("each is answered as Kubernetes answers it, and changes nothing", arguments: cases)
    func refusal(_ refused: Case) async throws {
        try await TestServer.run { server in
            try await server.createService("a")
            let before = try await server.request("GET", "/api/v1/services").json
            let response = try await server.request(
                refused.method, refused.path, body: refused.body, contentType: refused.contentType)
            #expect(response.status == refused.status, "\(response.text)")
            if let reason = refused.reason {
                #expect(response.json["kind"] == "Status")
                #expect(response.json["code"] == .integer(Int64(refused.status)))
                #expect(response.json["reason"] == .string(reason))
                let message = response.json["message"]?.string ?? ""
                #expect(message.hasPrefix(refused.message), "\(message)")
            } else {
                #expect(response.text.hasPrefix(refused.message))
            }
            #expect(try await server.request("GET", "/api/v1/services").json == before)
        }
    }

    @Test("an update of what somebody else has changed meanwhile is refused")
    func conflict() async throws {
        try await TestServer.run { server in
            var service = try await server.createService("a")
            service["metadata"]?["labels"] = ["x": "1"]
            let body = String(decoding: service.text, as: UTF8.self)
            let first = try await server.request("PUT", "\(TestServer.services)/a", body: body)
            #expect(first.status == 200)
            let second = try await server.request("PUT", "\(TestServer.services)/a", body: body)
            #expect(second.status == 409)
            #expect(second.json["reason"] == "Conflict")
        }
    }

    @Test("a dry run answers as the run would, and stores nothing")
    func dryRun() async throws {
        try await TestServer.run { server in
            let created = try await server.request(
                "POST", "\(TestServer.services)?dryRun=All", body: TestServer.service("a"))
            #expect(created.status == 201)
            #expect(created.json["metadata"]?["resourceVersion"] == nil)
            #expect(try await server.request("GET", "\(TestServer.services)/a").status == 404)
            try await server.createService("a")
            #expect(try await server.request("DELETE", "\(TestServer.services)/a?dryRun=All").status == 200)
            #expect(try await server.request("GET", "\(TestServer.services)/a").status == 200)
        }
    }
}
