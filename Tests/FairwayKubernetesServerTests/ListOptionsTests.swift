import FairwayJSON
import Foundation
import Testing

@Suite("Which state a list or a watch is of", .enabled(if: hasPrograms, "needs kubectl and curl"))
struct ListOptionsTests {
    /// A query and the refusal it gets; `message` is where the sentence ends.
    struct Refused: Sendable, CustomTestStringConvertible {
        var query: String
        var status: Int
        var reason: String
        var message: String

        var testDescription: String { "\(query) → \(status)" }
    }

    private static func forbidden(_ query: String, _ field: String, _ detail: String) -> Refused {
        Refused(
            query: query, status: 422, reason: "Invalid",
            message: "ListOptions.meta.k8s.io \"\" is invalid: \(field): Forbidden: \(detail)")
    }

    private static let match = "resourceVersionMatch"
    private static let token = "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiIvZGVmYXVsdC9hXHUwMDAwIn0"

    /// apimachinery's `ValidateListOptions`, apiserver's `ValidateListOptions`, and the recorded conversation.
    static let refused = [
        forbidden("\(match)=Exact", match, "\(match) is forbidden unless resourceVersion is provided"),
        forbidden(
            "\(match)=Exact&resourceVersion=0", match, "\(match) \"exact\" is forbidden for resourceVersion \"0\""),
        forbidden(
            "\(match)=Exact&resourceVersion=1&continue=\(token)", match,
            "\(match) is forbidden when continue is provided"),
        forbidden("sendInitialEvents=true", "sendInitialEvents", "sendInitialEvents is forbidden for list"),
        forbidden(
            "watch=1&sendInitialEvents=true", match, "sendInitialEvents requires setting \(match) to NotOlderThan"),
        forbidden(
            "watch=1&\(match)=NotOlderThan", match,
            "\(match) is forbidden for watch unless sendInitialEvents is provided"),
        forbidden(
            "watch=1&sendInitialEvents=true&\(match)=NotOlderThan&continue=\(token)", match,
            "\(match) is forbidden when continue is provided"),
        Refused(
            query: "\(match)=Newest&resourceVersion=1", status: 422, reason: "Invalid",
            message: "ListOptions.meta.k8s.io \"\" is invalid: \(match): Unsupported value: \"Newest\": "
                + "supported values: \"Exact\", \"NotOlderThan\", \"\""),
        Refused(
            query: "continue=\(token)&resourceVersion=1", status: 400, reason: "BadRequest",
            message: "specifying resource version is not allowed when using continue"),
        Refused(
            query: "resourceVersion=new", status: 400, reason: "BadRequest",
            message: "invalid resource version: resourceVersion: Invalid value: \"new\": strconv.ParseUint: parsing "
                + "\"new\": invalid syntax"),
        Refused(
            query: "watch=1&resourceVersion=-1", status: 422, reason: "Invalid",
            message: "Service \"\" is invalid: resourceVersion: Invalid value: \"-1\": strconv.ParseUint: parsing "
                + "\"-1\": invalid syntax"),
        Refused(
            query: "limit=many", status: 400, reason: "BadRequest",
            message: "strconv.ParseInt: parsing \"many\": invalid syntax"),
        Refused(
            query: "timeoutSeconds=99999999999999999999", status: 400, reason: "BadRequest",
            message: "strconv.ParseInt: parsing \"99999999999999999999\": value out of range"),
        Refused(
            query: "continue=abc", status: 400, reason: "BadRequest",
            message: "invalid continue token: continue key is not valid: invalid character 'i' looking for beginning "
                + "of value"),
        Refused(
            query: "continue=e30", status: 400, reason: "BadRequest",
            message: "invalid continue token: continue key is not valid: server does not recognize this encoded "
                + "version "),
    ]

    @Test("options that do not go together are refused in the real server's words", arguments: refused)
    func refusal(_ refused: Refused) async throws {
        try await TestServer.run { server in
            let response = try await server.request("GET", "/api/v1/services?\(refused.query)&timeoutSeconds=1")
            #expect(response.status == refused.status, "\(response.text)")
            #expect(response.json["reason"] == .string(refused.reason))
            #expect(response.json["message"] == .string(refused.message))
        }
    }

    @Test(
        "a version that is yet to come is not there in time",
        arguments: ["", "?", "?\(match)=NotOlderThan&", "?\(match)=Exact&", "?limit=1&"])
    func tooLarge(query: String) async throws {
        try await TestServer.run { server in
            try await server.createService("a")
            let path = query.isEmpty ? "/api/v1/namespaces/default/services/a?" : "/api/v1/services\(query)"
            let response = try await server.request("GET", "\(path)resourceVersion=99999999")
            #expect(response.status == 504)
            let current = try await server.request("GET", "/api/v1/services").json["metadata"]?["resourceVersion"]
            #expect(
                response.json == [
                    "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure", "code": 504,
                    "reason": "Timeout",
                    "message":
                        .string("Timeout: Too large resource version: 99999999, current: \(current?.string ?? "?")"),
                    "details": [
                        "retryAfterSeconds": 1,
                        "causes": [["reason": "ResourceVersionTooLarge", "message": "Too large resource version"]],
                    ],
                ])
        }
    }

    /// A watch and what it tells of a Service that was there before `VERSION`, and one that came after it.
    static let watches: [(query: String, types: [String])] = [
        ("resourceVersion=VERSION", ["ADDED b"]),
        ("resourceVersion=VERSION&allowWatchBookmarks=true", ["ADDED b", "BOOKMARK"]),
        ("", ["ADDED a", "ADDED b"]),
        ("resourceVersion=0", ["ADDED a", "ADDED b"]),
        ("resourceVersion=99999999", []),
        ("resourceVersion=99999999&allowWatchBookmarks=true", []),
        ("sendInitialEvents=true&\(match)=NotOlderThan", ["ADDED a", "ADDED b"]),
        (
            "sendInitialEvents=true&\(match)=NotOlderThan&allowWatchBookmarks=true&resourceVersion=VERSION",
            ["ADDED a", "ADDED b", "BOOKMARK end", "BOOKMARK"]
        ),
        ("sendInitialEvents=true&\(match)=NotOlderThan&resourceVersion=99999999", ["ERROR Timeout"]),
        ("sendInitialEvents=false&\(match)=NotOlderThan", []),
        ("sendInitialEvents=false&\(match)=NotOlderThan&resourceVersion=0&allowWatchBookmarks=true", ["BOOKMARK"]),
        ("sendInitialEvents=false&\(match)=NotOlderThan&resourceVersion=VERSION", ["ADDED b"]),
    ]

    @Test("a watch begins where it is asked to", arguments: watches)
    func watch(query: String, types: [String]) async throws {
        try await TestServer.run { server in
            let version = try await server.createService("a")["metadata"]?["resourceVersion"]?.string
            try await server.createService("b")
            let path = "/api/v1/services?watch=1&timeoutSeconds=1&"
            let watch = try await server.request("GET", path + query.replacing("VERSION", with: version ?? "?"))
            #expect(watch.status == 200)
            #expect(watch.events.map(Self.word) == types)
        }
    }

    private static func word(_ event: JSONValue) -> String {
        let object = event["object"]
        let isEnd = object?["metadata"]?["annotations"]?["k8s.io/initial-events-end"] == "true"
        let detail = object?["metadata"]?["name"]?.string ?? (isEnd ? "end" : object?["reason"]?.string)
        return [event["type"]?.string, detail].compactMap { $0 }.joined(separator: " ")
    }

    @Test("a list of pages and of a version that is no longer known is 410, and says how to go on")
    func expired() async throws {
        let folder = TestServer.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await TestServer.run(state: folder) { server in
            for name in ["a", "b"] { try await server.createService(name) }
        }
        // What was before its start, a server does not know.
        try await TestServer.run(state: folder) { server in
            try await server.createService("c")
            let exact = try await server.request("GET", "/api/v1/services?resourceVersion=1&\(Self.match)=Exact")
            #expect(exact.status == 410)
            #expect(exact.json["reason"] == "Expired")
            #expect(exact.json["message"] == "The resourceVersion for the provided list is too old.")
            let page = try await server.request("GET", "/api/v1/services?limit=1&continue=\(Self.token)")
            #expect(page.status == 410)
            #expect(page.json["reason"] == "Expired")
            let token = try #require(page.json["metadata"]?["continue"]?.string)
            let rest = try await server.request("GET", "/api/v1/services?limit=1&continue=\(token)").json
            #expect(rest["items"]?.array?.map { $0["metadata"]?["name"] ?? .null } == ["b"])
            #expect(rest["metadata"]?["continue"] != nil)
        }
    }
}
