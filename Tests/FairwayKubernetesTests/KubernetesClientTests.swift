import FairwayJSON
import FairwayKubernetes
import Foundation
import Testing

@Suite struct KubernetesClientTests {
    private let clock = ManualClock()

    private func client(_ server: ScriptedServer) -> KubernetesClient {
        KubernetesClient(
            transport: server, userAgent: "fairway/1.2.3", logger: Sample.logger, defaultNamespace: "mine", clock: clock
        )
    }

    /// Runs `body` while a clock that is advanced again and again makes every delay short.
    private func advancing<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let clock = clock
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    clock.advance(by: .seconds(100))
                    await Task.yield()
                }
                return nil
            }
            group.addTask { try await body() }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    private func body(_ request: APIRequest?) throws -> JSONValue {
        try JSONValue(parsing: request?.body ?? Data())
    }

    @Test("an object is read")
    func get() async throws {
        let server = ScriptedServer([.json(Sample.service("a", version: "1"))])
        let service = try await client(server).get(Service.self, "a", in: "default")
        #expect(service.spec?.ports.map(\.port) == [80])
        #expect(server.requests.map(\.target) == ["/api/v1/namespaces/default/services/a"])
        #expect(server.requests.first?.userAgent == "fairway/1.2.3")
    }

    @Test("a name is escaped, so that it names nothing else")
    func escaping() async throws {
        let server = ScriptedServer([.json(Sample.service("a", version: "1"))])
        _ = try await client(server).get(Service.self, "../x?y", in: "a/b")
        #expect(server.requests.map(\.target) == ["/api/v1/namespaces/a%2Fb/services/..%2Fx%3Fy"])
    }

    @Test("a list is read page by page, with its selectors on each")
    func list() async throws {
        let server = ScriptedServer([
            .json(Sample.list([Sample.service("a", version: "1")], version: "7", continue: "x=")),
            .json(Sample.list([Sample.service("b", version: "2")], version: "7")),
        ])
        let list = try await client(server).list(Service.self, Selection(labels: "app in (a,b)"))
        #expect(list.items.map(\.metadata.name) == ["a", "b"])
        #expect(list.resourceVersion == "7")
        #expect(
            server.requests.map(\.target) == [
                "/api/v1/services?labelSelector=app%20in%20%28a%2Cb%29&limit=500",
                "/api/v1/services?labelSelector=app%20in%20%28a%2Cb%29&limit=500&continue=x%3D",
            ])
    }

    @Test("a list whose continue token expires is read again from the start")
    func listExpires() async throws {
        let server = ScriptedServer([
            .json(Sample.list([Sample.service("a", version: "1")], version: "7", continue: "x")),
            .json(410, Sample.status(410, "Expired", "token expired")),
            .json(Sample.list([Sample.service("b", version: "2")], version: "9")),
        ])
        let list = try await client(server).list(Service.self, in: "default")
        #expect(list.items.map(\.metadata.name) == ["b"])
    }

    @Test("what is created says its kind and leaves out what is empty")
    func create() async throws {
        let server = ScriptedServer([.json(201, Sample.service("a", version: "1"))])
        let service = Service(
            metadata: ObjectMeta(name: "a", namespace: "default"),
            spec: ServiceSpec(
                type: "LoadBalancer", ports: [ServicePort(protocol: "UDP", port: 53, targetPort: .int(5353))]))
        _ = try await client(server).create(service)
        #expect(server.requests.first?.method == .post)
        #expect(
            try body(server.requests.first) == [
                "apiVersion": "v1", "kind": "Service", "metadata": ["name": "a", "namespace": "default"],
                "spec": ["type": "LoadBalancer", "ports": [["protocol": "UDP", "port": 53, "targetPort": 5353]]],
            ])
    }

    @Test("an update of the status goes to the status")
    func updateStatus() async throws {
        let server = ScriptedServer([.json(Sample.service("a", version: "2"))])
        let service = Service(metadata: ObjectMeta(name: "a", namespace: "default", resourceVersion: "1"))
        _ = try await client(server).updateStatus(service)
        #expect(server.requests.first?.method == .put)
        #expect(server.requests.first?.target == "/api/v1/namespaces/default/services/a/status")
    }

    static let patches: [(Patch, String, String)] = [
        (.merge(["a": 1]), "application/merge-patch+json", ""),
        (.json([["op": "test", "path": "/a", "value": 1]]), "application/json-patch+json", ""),
        (.strategic(["a": 1]), "application/strategic-merge-patch+json", ""),
        (
            .apply(["a": 1], fieldManager: "fairway", force: true), "application/apply-patch+yaml",
            "?fieldManager=fairway&force=true"
        ),
    ]

    @Test("each patch has its media type", arguments: patches)
    func patch(patch: Patch, contentType: String, query: String) async throws {
        let server = ScriptedServer([.json(Sample.service("a", version: "2"))])
        _ = try await client(server).patch(Service.self, "a", in: "b", with: patch, subresource: "status")
        #expect(server.requests.first?.contentType == contentType)
        #expect(server.requests.first?.target == "/api/v1/namespaces/b/services/a/status" + query)
    }

    @Test("a deletion carries its preconditions")
    func delete() async throws {
        let server = ScriptedServer([.json(#"{"kind":"Status","status":"Success"}"#)])
        try await client(server).delete(Service.self, "a", in: "b", onlyIf: DeletePreconditions(uid: "u"))
        #expect(try body(server.requests.first)["preconditions"] == ["uid": "u"])
    }

    @Test("any kind is applied at the path that discovery gives, which is asked for once")
    func apply() async throws {
        let discovery = """
            {"kind":"APIResourceList","groupVersion":"fairway.dev/v1alpha1","resources":[\
            {"name":"addresspools","kind":"AddressPool","namespaced":false},\
            {"name":"addresspools/status","kind":"AddressPool","namespaced":false},\
            {"name":"things","kind":"Thing","namespaced":true}]}
            """
        let server = ScriptedServer([.json(discovery), .json("{}"), .json("{}")])
        let client = client(server)
        for kind in ["AddressPool", "Thing"] {
            let object: JSONValue = [
                "apiVersion": "fairway.dev/v1alpha1", "kind": .string(kind), "metadata": ["name": "a"],
            ]
            _ = try await client.apply(DynamicObject(object), fieldManager: "me", force: false)
        }
        #expect(
            server.requests.map(\.target) == [
                "/apis/fairway.dev/v1alpha1",
                "/apis/fairway.dev/v1alpha1/addresspools/a?fieldManager=me&force=false",
                "/apis/fairway.dev/v1alpha1/namespaces/mine/things/a?fieldManager=me&force=false",
            ])
        #expect(try body(server.requests.last)["metadata"] == ["name": "a", "namespace": "mine"])
    }

    @Test("a kind that the server does not have is a sentence")
    func unknownKind() async throws {
        let server = ScriptedServer([.json(#"{"resources":null}"#)])
        let error = await #expect(throws: KubernetesError.self) {
            try await client(server).resourceType(apiVersion: "v1", kind: "Nothing")
        }
        #expect(error?.isNotFound == true)
        #expect(
            error?.description
                == "could not find the kind Nothing of v1: the server has no such kind (NotFound, HTTP 404)")
    }

    @Test("the server's words become the error")
    func statusError() async throws {
        let server = ScriptedServer([.json(404, Sample.status(404, "NotFound", "services \\\"a\\\" not found"))])
        let error = await #expect(throws: KubernetesError.self) {
            try await client(server).get(Service.self, "a", in: "b")
        }
        #expect(error?.isNotFound == true)
        #expect(error?.description == #"could not get Service b/a: services "a" not found (NotFound, HTTP 404)"#)
    }

    @Test("an answer that is no JSON is an error with its path or its text")
    func notJSON() async throws {
        let server = ScriptedServer([.json(502, "<html>bad gateway</html>"), .json(#"{"metadata":{"name":1}}"#)])
        let first = await #expect(throws: KubernetesError.self) { try await client(server).get(Service.self, "a") }
        #expect(first?.message == "<html>bad gateway</html>")
        let second = await #expect(throws: KubernetesError.self) { try await client(server).get(Service.self, "a") }
        #expect(second?.message.contains("metadata.name") == true)
        #expect(second?.isUnanswered == true)
    }

    @Test("a busy server is asked again, until it answers", arguments: [429, 503, 504])
    func retries(status: Int) async throws {
        let busy = ScriptedServer.Reply.json(status, Sample.status(status, "Busy", "busy"))
        let server = ScriptedServer([busy, busy, .json(Sample.service("a", version: "1"))])
        let client = client(server)
        _ = try await advancing { try await client.get(Service.self, "a", in: "b") }
        #expect(server.requests.count == 3)
    }

    @Test("ten tries are enough")
    func givesUp() async throws {
        let failure = ScriptedServer.Reply.failure(TransportError("connection refused", isBeforeSending: true))
        let server = ScriptedServer(Array(repeating: failure, count: 20))
        let client = client(server)
        await #expect(throws: KubernetesError.self) {
            try await advancing { try await client.get(Service.self, "a", in: "b") }
        }
        #expect(server.requests.count == 10)
    }

    @Test("Retry-After is honoured")
    func retryAfter() async throws {
        let busy = ScriptedServer.Reply.json(429, "{}", headers: ["retry-after": "7"])
        let server = ScriptedServer([busy, .json(Sample.service("a", version: "1"))])
        let client = client(server)
        async let service = client.get(Service.self, "a", in: "b")
        try await eventually("the client waits") { clock.deadlines == [.seconds(7)] }
        clock.advance(by: .seconds(7))
        #expect(try await service.metadata.name == "a")
    }

    @Test("a creation that the server may have seen is not sent twice")
    func createOnce() async throws {
        let server = ScriptedServer([.failure(TransportError("connection reset", isBeforeSending: false))])
        let error = await #expect(throws: KubernetesError.self) {
            try await client(server).create(Service(metadata: ObjectMeta(name: "a", namespace: "b")))
        }
        #expect(error?.isUnanswered == true)
        #expect(server.requests.count == 1)
    }

    @Test("what will not pass is not tried again")
    func lasting() async throws {
        let server = ScriptedServer([
            .failure(TransportError("not trusted", isBeforeSending: true, isLasting: true))
        ])
        await #expect(throws: KubernetesError.self) { try await client(server).get(Service.self, "a", in: "b") }
        #expect(server.requests.count == 1)
    }

    @Test("shutting down closes the transport")
    func shutdown() async throws {
        let server = ScriptedServer([])
        try await client(server).shutdown()
        #expect(server.isShutDown)
    }
}
