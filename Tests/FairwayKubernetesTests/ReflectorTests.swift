import FairwayKubernetes
import Testing

@Suite struct ReflectorTests {
    private let clock = ManualClock()

    /// Runs a reflector of Services against a scripted server for as long as `body` takes.
    private func reflect(
        _ replies: [ScriptedServer.Reply], _ body: (Reflector<Service>, ScriptedServer) async throws -> Void
    ) async throws {
        let server = ScriptedServer(replies)
        let client = KubernetesClient(transport: server, logger: Sample.logger, clock: clock)
        let reflector = Reflector(Service.self, client: client, logger: Sample.logger, clock: clock)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await reflector.run() }
            defer { group.cancelAll() }
            try await body(reflector, server)
        }
    }

    private func names(_ reflector: Reflector<Service>) -> [String] {
        reflector.snapshot.objects.keys.map(\.name).sorted()
    }

    private func watches(_ server: ScriptedServer) -> [String?] {
        server.requests.filter(\.isWatch).map { $0.query("resourceVersion") }
    }

    private func lists(_ server: ScriptedServer) -> [String?] {
        server.requests.filter { !$0.isWatch }.map { $0.query("resourceVersion") }
    }

    @Test("PaginatedList: a list comes in pages, and the watch goes on from the last one")
    func paginatedList() async throws {
        let pages = [
            Sample.list([Sample.service("a", version: "1")], version: "10", continue: "next"),
            Sample.list([Sample.service("b", version: "2")], version: "10"),
        ]
        try await reflect(pages.map { .json($0) } + [.silence([])]) { reflector, server in
            try await reflector.waitUntilSynced()
            #expect(names(reflector) == ["a", "b"])
            try await eventually("a watch starts") { server.requests.count == 3 }
            #expect(server.requests[0].query("limit") == "500")
            #expect(server.requests[0].query("resourceVersion") == "0")
            #expect(server.requests[1].query("continue") == "next")
            #expect(server.requests[1].query("resourceVersion") == nil)
            #expect(server.requests[2].query("resourceVersion") == "10")
            #expect(server.requests[2].query("allowWatchBookmarks") == "true")
        }
    }

    @Test("nobody sees half of a list")
    func atomicSwap() async throws {
        let first = Sample.list([Sample.service("a", version: "1")], version: "10", continue: "next")
        try await reflect([.json(first)]) { reflector, server in
            try await eventually("the second page is asked for") { server.requests.count == 2 }
            #expect(!reflector.snapshot.isSynced)
            #expect(reflector.snapshot.count == 0)
        }
    }

    @Test("a new list takes the old one's place in one step")
    func relistReplaces() async throws {
        try await reflect([
            .json(Sample.list([Sample.service("old", version: "1")], version: "10")),
            .stream([Sample.event("ERROR", Sample.status(410, "Expired", "too old"))]),
            .json(Sample.list([Sample.service("new", version: "20")], version: "20", continue: "next")),
        ]) { reflector, server in
            try await eventually("the second page of the second list is asked for") { server.requests.count == 4 }
            #expect(names(reflector) == ["old"])
            #expect(reflector.snapshot.isSynced)
        }
    }

    @Test("GoneAtConnect: 410 when a watch starts: everything is listed again, from the newest state")
    func goneAtConnect() async throws {
        try await reflect([
            .json(Sample.list([Sample.service("a", version: "1")], version: "10")),
            .json(410, Sample.status(410, "Gone", "too old resource version")),
            .json(Sample.list([Sample.service("b", version: "20")], version: "20")),
            .silence([]),
        ]) { reflector, server in
            try await eventually("a second watch starts") { watches(server).count == 2 }
            #expect(names(reflector) == ["b"])
            #expect(watches(server) == ["10", "20"])
            #expect(lists(server) == ["0", nil])
        }
    }

    @Test("GoneInStream: 410 inside a watch: everything is listed again, from the newest state")
    func goneInStream() async throws {
        try await reflect([
            .json(Sample.list([], version: "10")),
            .stream([
                Sample.event("ADDED", Sample.service("a", version: "11")),
                Sample.event("ERROR", Sample.status(410, "Expired", "too old resource version")),
            ]),
            .json(Sample.list([Sample.service("b", version: "20")], version: "20")),
            .silence([]),
        ]) { reflector, server in
            try await eventually("a second watch starts") { watches(server).count == 2 }
            #expect(names(reflector) == ["b"])
            #expect(watches(server) == ["10", "20"])
            #expect(lists(server) == ["0", nil])
        }
    }

    @Test("BookmarkThenDrop: a watch that ends goes on from the last bookmark at once")
    func bookmarkThenDrop() async throws {
        try await reflect([
            .json(Sample.list([], version: "10")),
            .stream([Sample.event("ADDED", Sample.service("a", version: "11")), Sample.bookmark(version: "30")]),
            .silence([]),
        ]) { reflector, server in
            try await eventually("a second watch starts") { watches(server).count == 2 }
            #expect(watches(server) == ["10", "30"])
            #expect(names(reflector) == ["a"])
        }
    }

    @Test("SplitLines: events are read wherever the chunks are cut", arguments: [1, 7, 100])
    func splitLines(size: Int) async throws {
        let text =
            Sample.event("ADDED", Sample.service("a", version: "11"))
            + Sample.event("ADDED", Sample.service("b", version: "12"))
            + Sample.event("MODIFIED", Sample.service("b", version: "13"))
            + Sample.event("DELETED", Sample.service("a", version: "14"))
        let characters = Array(text)
        let chunks = stride(from: 0, to: characters.count, by: size).map {
            String(characters[$0..<min($0 + size, characters.count)])
        }
        try await reflect([.json(Sample.list([], version: "10")), .stream(chunks), .silence([])]) { reflector, server in
            try await eventually("a second watch starts") { watches(server).count == 2 }
            #expect(names(reflector) == ["b"])
            #expect(reflector.snapshot.values.first?.metadata.resourceVersion == "13")
            #expect(watches(server) == ["10", "14"])
        }
    }

    @Test("TooManyRequests: 429 is obeyed: the list is asked for again when the server said so")
    func tooManyRequests() async throws {
        let busy = Sample.status(429, "TooManyRequests", "busy")
        try await reflect([
            .json(429, busy, headers: ["Retry-After": "20"]), .json(Sample.list([], version: "10")), .silence([]),
        ]) { reflector, server in
            try await eventually("the reflector waits") { clock.deadlines == [.seconds(20)] }
            clock.advance(by: .seconds(20))
            try await reflector.waitUntilSynced()
            #expect(lists(server).count == 2)
        }
    }

    @Test("SilentPeer: a peer that is silent for too long is given up, and the watch goes on where it was")
    func silentPeer() async throws {
        try await reflect([
            .json(Sample.list([], version: "10")),
            .silence([Sample.event("ADDED", Sample.service("a", version: "11"))]),
            .silence([]),
        ]) { reflector, server in
            try await eventually("the event came and the watchdog sleeps") {
                names(reflector) == ["a"] && !clock.deadlines.isEmpty
            }
            clock.advance(by: .seconds(151))
            try await eventually("the reflector backs off") {
                clock.deadlines.contains { $0 > .seconds(151) && $0 < .seconds(154) }
            }
            clock.advance(by: .seconds(2))
            try await eventually("a second watch starts") { watches(server).count == 2 }
            #expect(watches(server) == ["10", "11"])
        }
    }

    @Test("a bookmark shows that a quiet peer lives")
    func quietPeer() async throws {
        try await reflect([.json(Sample.list([], version: "10")), .silence([Sample.bookmark(version: "11")])]) {
            reflector, server in
            try await eventually("the watchdog sleeps") { clock.deadlines == [.seconds(150)] }
            clock.advance(by: .seconds(100))
            server.push(Sample.event("ADDED", Sample.service("a", version: "12")))
            try await eventually("the event came") { names(reflector) == ["a"] }
            clock.advance(by: .seconds(50))
            try await eventually("the watchdog sleeps on") { clock.deadlines == [.seconds(250)] }
            #expect(watches(server).count == 1)
        }
    }

    @Test("another error inside a watch keeps what is known and waits a little")
    func otherError() async throws {
        try await reflect([
            .json(Sample.list([], version: "10")),
            .stream([
                Sample.event("ADDED", Sample.service("a", version: "11")),
                Sample.event("ERROR", Sample.status(500, "InternalError", "etcd is away")),
            ]),
            .silence([]),
        ]) { reflector, server in
            try await eventually("the reflector backs off") {
                clock.deadlines.count == 1 && clock.deadlines[0] < .seconds(2)
            }
            clock.advance(by: .seconds(2))
            try await eventually("a second watch starts") { watches(server).count == 2 }
            #expect(watches(server) == ["10", "11"])
            #expect(names(reflector) == ["a"])
        }
    }

    @Test("a stream that breaks off keeps what is known and waits a little")
    func brokenStream() async throws {
        try await reflect([
            .json(Sample.list([], version: "10")),
            .broken([Sample.event("ADDED", Sample.service("a", version: "11"))]),
            .silence([]),
        ]) { reflector, server in
            try await eventually("the reflector backs off") {
                clock.deadlines.count == 1 && clock.deadlines[0] < .seconds(2)
            }
            clock.advance(by: .seconds(2))
            try await eventually("a second watch starts") { watches(server).count == 2 }
            #expect(watches(server) == ["10", "11"])
        }
    }

    @Test("one object that cannot be read does not hide the others")
    func unreadable() async throws {
        let bad = #"{"metadata":{"name":"bad","resourceVersion":"1"},"spec":{"ports":[{"port":"http"}]}}"#
        let worse = bad.replacing("\"1\"", with: "\"12\"").replacing("bad", with: "good")
        try await reflect([
            .json(Sample.list([bad, Sample.service("good", version: "2", namespace: "x")], version: "10")),
            .stream([
                Sample.event("ADDED", Sample.service("a", version: "11")),
                Sample.event("MODIFIED", worse.replacing("\"name\"", with: "\"namespace\":\"x\",\"name\"")),
            ]),
            .silence([]),
        ]) { reflector, server in
            try await reflector.waitUntilSynced()
            try await eventually("a second watch starts") { watches(server).count == 2 }
            #expect(names(reflector) == ["a"])
            #expect(watches(server) == ["10", "12"])
        }
    }

    @Test("changes coalesce, and a late listener hears of what is there")
    func changes() async throws {
        try await reflect([
            .json(Sample.list([], version: "10")),
            .silence((11..<20).map { Sample.event("ADDED", Sample.service("s\($0)", version: "\($0)")) }),
        ]) { reflector, _ in
            try await eventually("all events came") { reflector.snapshot.count == 9 }
            var changes = reflector.changes().makeAsyncIterator()
            await changes.next()
            let version = reflector.snapshot.version
            #expect(version == 10)
        }
    }
}
