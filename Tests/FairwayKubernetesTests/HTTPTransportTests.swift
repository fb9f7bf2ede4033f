import Foundation
import NIOCore
import Testing

@testable import FairwayKubernetes

@Suite struct HTTPTransportTests {
    private static let service = Sample.service("a", version: "1")
    private static let answer = """
        HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: \(service.utf8.count)\r\n\r\n\(service)
        """

    /// Runs `body` with a client of a server that gives `answers`.
    private func withClient(
        host: String = "127.0.0.1", answers: [String], credentials: KubernetesConfiguration.Credentials = .none,
        _ body: (KubernetesClient, PlainServer) async throws -> Void
    ) async throws {
        let server = try await PlainServer(host: host, answers: answers)
        let name = host.contains(":") ? "[\(host)]" : host
        let url = try #require(URL(string: "http://\(name):\(server.port)/prefix"))
        let client = try KubernetesClient(
            configuration: KubernetesConfiguration(server: url, credentials: credentials), userAgent: "fairway/1.2.3",
            logger: Sample.logger)
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(client, server))
        } catch {
            result = .failure(error)
        }
        try await client.shutdown()
        try await server.close()
        try result.get()
    }

    @Test("a request goes out as Kubernetes wants it, over IPv4 and IPv6", arguments: ["127.0.0.1", "::1"])
    func request(host: String) async throws {
        try await withClient(host: host, answers: [Self.answer], credentials: .token("secret")) { client, server in
            let service = try await client.get(Service.self, "a", in: "b")
            #expect(service.metadata.name == "a")
            let text = server.requests.value.first?.lowercased() ?? ""
            #expect(text.hasPrefix("get /prefix/api/v1/namespaces/b/services/a http/1.1\r\n"))
            #expect(text.contains("\r\nauthorization: bearer secret\r\n"))
            #expect(text.contains("\r\naccept: application/json\r\n"))
            #expect(text.contains("\r\nuser-agent: fairway/1.2.3\r\n"))
            // What is not compressed cannot be a bomb.
            #expect(!text.contains("accept-encoding"))
        }
    }

    @Test("a token file is read")
    func tokenFile() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("token-\(UUID())")
        try Data("from-file\n".utf8).write(to: file)
        defer {
            #expect(throws: Never.self) { try FileManager.default.removeItem(at: file) }
        }
        try await withClient(answers: [Self.answer], credentials: .tokenFile(file.path)) { client, server in
            _ = try await client.get(Service.self, "a", in: "b")
            #expect(server.requests.value.first?.contains("Bearer from-file\r\n") == true)
        }
    }

    @Test("TokenRotated: a request that was refused is sent again with the token that is in the file by then")
    func tokenRotated() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("token-\(UUID())")
        try Data("old".utf8).write(to: file)
        defer {
            #expect(throws: Never.self) { try FileManager.default.removeItem(at: file) }
        }
        let refused = "HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n"
        try await withClient(answers: [refused, Self.answer, refused], credentials: .tokenFile(file.path)) {
            client, server in
            let first = await #expect(throws: KubernetesError.self) { try await client.get(Service.self, "a", in: "b") }
            #expect(first?.isUnauthorized == true)
            _ = try await client.get(Service.self, "a", in: "b")
            try Data("new".utf8).write(to: file)
            let last = await #expect(throws: KubernetesError.self) { try await client.get(Service.self, "a", in: "b") }
            #expect(last?.isUnauthorized == true)
            let tokens = server.requests.value.map { $0.contains("Bearer new\r\n") ? "new" : "old" }
            #expect(tokens == ["old", "old", "old", "new"])
        }
    }

    @Test("a watch that says nothing more ends when its reader is cancelled")
    func cancelledWatch() async throws {
        let chunk = Sample.event("ADDED", Self.service)
        let answer = """
            HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\(String(chunk.utf8.count, radix: 16))\r\n\(chunk)\r\n
            """
        try await withClient(answers: [answer]) { client, _ in
            let received = Locked("")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    let response = try await client.transport.send(APIRequest(.get, "/watch", isWatch: true))
                    for try await chunk in response.body {
                        received.change { $0 += String(buffer: chunk) }
                    }
                    try Task.checkCancellation()
                }
                try await eventually("the event came") { received.value == chunk }
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.waitForAll() }
            }
        }
    }

    @Test("a hundred watches of one client run beside one another")
    func manyWatches() async throws {
        let answer = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
        try await withClient(answers: [answer]) { client, server in
            // Each of them stays open while the others begin.
            let answers = try await withThrowingTaskGroup(of: APIResponse.self) { group in
                for _ in 0..<100 {
                    group.addTask { try await client.transport.send(APIRequest(.get, "/watch", isWatch: true)) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 200 })
            #expect(server.requests.value.count == 100)
        }
    }

    @Test("a server that is not there is named, and known at once")
    func refused() async throws {
        let server = try await PlainServer(host: "127.0.0.1", answers: [])
        let port = server.port
        try await server.close()
        let url = try #require(URL(string: "http://127.0.0.1:\(port)"))
        let transport = try HTTPTransport(configuration: KubernetesConfiguration(server: url))
        let error = await #expect(throws: TransportError.self) { try await transport.send(APIRequest(.get, "/api")) }
        #expect(error?.isBeforeSending == true)
        #expect(error?.description.contains("127.0.0.1:\(port)") == true)
        try await transport.shutdown()
    }

    @Test("certificates and keys that are none are sentences")
    func badCertificates() throws {
        let url = try #require(URL(string: "https://127.0.0.1:1"))
        let configurations = [
            KubernetesConfiguration(server: url, trust: .authorities(Data("x".utf8))),
            KubernetesConfiguration(server: url, credentials: .certificate(chain: Data("x".utf8), key: Data())),
        ]
        for configuration in configurations {
            let error = #expect(throws: KubernetesConfigurationError.self) {
                try HTTPTransport(configuration: configuration)
            }
            #expect(error?.description.contains("PEM") == true)
        }
    }
}
