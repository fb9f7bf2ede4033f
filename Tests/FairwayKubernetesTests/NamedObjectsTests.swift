import FairwayKubernetes
import Testing

@Suite struct NamedObjectsTests {
    private static let key = ObjectKey(namespace: "default", name: "a")

    private func follow(
        _ replies: [ScriptedServer.Reply], _ body: (NamedObjects<Service>, ScriptedServer) async throws -> Void
    ) async throws {
        let server = ScriptedServer(replies)
        let client = KubernetesClient(transport: server, logger: Sample.logger)
        let objects = NamedObjects(Service.self, client: client, logger: Sample.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await objects.run() }
            defer { group.cancelAll() }
            try await body(objects, server)
        }
    }

    @Test("nothing that is followed is complete")
    func nothing() async throws {
        try await follow([]) { objects, server in
            #expect(objects.snapshot.isSynced)
            #expect(server.requests.isEmpty)
        }
    }

    @Test("an object is asked for by its name alone, and is there once it appears")
    func appears() async throws {
        try await follow([.json(Sample.list([], version: "1")), .silence([])]) { objects, server in
            objects.follow([Self.key])
            #expect(!objects.snapshot.isSynced)
            try await eventually("it has been looked for") { objects.snapshot.isSynced }
            #expect(objects.snapshot.count == 0)
            try await eventually("it is watched") { server.requests.count == 2 }
            #expect(server.requests.map { $0.query("fieldSelector") } == ["metadata.name=a", "metadata.name=a"])
            server.push(Sample.event("ADDED", Sample.service("a", version: "2")))
            try await eventually("it is there") { objects.snapshot[Self.key]?.metadata.resourceVersion == "2" }
            server.push(Sample.event("DELETED", Sample.service("a", version: "3")))
            try await eventually("it is gone") { objects.snapshot[Self.key] == nil }
        }
    }

    @Test("an object that is followed no more is not there, and is found again when it is")
    func comesAndGoes() async throws {
        let list = ScriptedServer.Reply.json(Sample.list([Sample.service("a", version: "1")], version: "1"))
        try await follow([list, .silence([])]) { objects, server in
            objects.follow([Self.key])
            try await eventually("it is there") { objects.snapshot[Self.key] != nil }
            try await eventually("it is watched") { server.requests.count == 2 }
            objects.follow([])
            #expect(objects.snapshot.count == 0)
            #expect(objects.snapshot.isSynced)
            server.add(list)
            server.add(.silence([]))
            objects.follow([Self.key])
            try await eventually("it is there again") { objects.snapshot[Self.key] != nil }
        }
    }
}
