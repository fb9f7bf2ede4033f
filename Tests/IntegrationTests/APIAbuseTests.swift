import FairwayJSON
import FairwayTestSupport
import Foundation
import Glibc
import NIOSSL
import Testing

/// What the embedded API has to bear, over real sockets: it serves others meanwhile, its memory stays bounded, and it goes on.
@Suite(.serialized)
struct APIAbuseTests {
    private static let services = "/api/v1/namespaces/default/services"

    /// Runs `abuse`, and then holds the API to have survived it: `memory` is how much it may have grown, in MiB.
    private func surviving(
        memory: Int = 128, _ abuse: @escaping @Sendable (RunningAPI) async throws -> Void
    ) async throws {
        try await withAPI { api in
            let before = try api.residentBytes
            try await abuse(api)
            #expect(api.program.isRunning, "\(api.program.errors)")
            try await expectServed(api)
            let grown = try (api.residentBytes - before) >> 20
            #expect(grown < memory, "MiB more than before")
        }
    }

    private func expectServed(_ api: RunningAPI) async throws {
        #expect(try await api.status("GET", Self.services, tls: api.tls()) == 200)
    }

    @Test("clients that connect and say nothing, half a head or half a body keep nobody out")
    func slowClients() async throws {
        try await surviving { api in
            let (own, head) = (try api.tls(), "POST \(Self.services) HTTP/1.1\r\nHost: fairway\r\n")
            var clients: [RawClient] = []
            defer { for client in clients { client.close() } }
            for text in ["", head, head + "Content-Length: 100\r\n\r\n{"] {
                for _ in 0..<100 {
                    let client = try await api.connect(text.isEmpty ? nil : own)
                    clients.append(client)
                    if !text.isEmpty { try await client.send(text) }
                }
            }
            try await expectServed(api)
        }
    }

    @Test("bodies over the limit are refused, whether their length is told or not, and none is kept")
    func hugeBodies() async throws {
        try await surviving { api in
            let own = try api.tls()
            for _ in 0..<10 {
                let told = try await api.status(
                    "POST", Self.services, body: Array(repeating: 0x20, count: 4 << 20), tls: own)
                // The answer, or the end of a connection on which nobody reads on.
                #expect(told == 413 || told == nil)
                let client = try await api.connect(own)
                defer { client.close() }
                try await client.send(
                    "POST \(Self.services) HTTP/1.1\r\nHost: fairway\r\nTransfer-Encoding: chunked\r\n\r\n")
                let chunk = "100000\r\n" + String(repeating: " ", count: 1 << 20) + "\r\n"
                do {
                    for _ in 0..<4 { try await client.send(chunk) }
                } catch {
                    // Closed by the server while we still send.
                }
                let status = try await client.status()
                #expect(status == 413 || status == nil)
            }
        }
    }

    /// Bodies that are small and would be large, or deep, once read.
    static let traps: [(type: String, body: String)] = [
        ("application/json", String(repeating: "[", count: 100_000)),
        ("application/json", String(repeating: "{\"a\":", count: 100_000)),
        ("application/json", String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)),
        ("application/yaml", String(repeating: "[", count: 100_000)),
        ("application/yaml", String(repeating: "- ", count: 100_000)),
        ("application/yaml", String(repeating: "{a: ", count: 100_000)),
        (
            "application/yaml",
            "a0: &a0 [x, x]\n" + (1..<30).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
        ),
        ("application/yaml", "a: &a\n  b: *a\n"),
        ("application/vnd.kubernetes.protobuf", "k8s\0" + String(repeating: "\u{0a}\u{7f}", count: 100_000)),
    ]

    @Test("deep and exploding bodies are refused")
    func traps() async throws {
        try await surviving { api in
            let own = try api.tls()
            for trap in Self.traps {
                let status = try await api.status(
                    "POST", Self.services, contentType: trap.type, body: Array(trap.body.utf8), tls: own)
                #expect(status == 400, "\(trap.type) \(trap.body.prefix(20))")
            }
        }
    }

    @Test("nobody gets in without a certificate of the API's own, or without TLS")
    func credentials() async throws {
        try await surviving { api in
            #expect(try await api.status("GET", "/api", tls: api.tls(.none)) == 401)
            let folder = try TemporaryFolder()
            let (certificate, key) = (folder.path("foreign.crt"), folder.path("foreign.key"))
            try await output(of: [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-keyout", key, "-out", certificate, "-subj", "/CN=foreign", "-days", "1",
            ])
            let foreign = try api.tls(.of(certificate: certificate, key: key))
            for _ in 0..<20 {
                #expect(try await api.status("GET", "/api", tls: foreign) == nil)
                for text in ["GET /api HTTP/1.1\r\n\r\n", "\u{16}\u{03}\u{01}\u{00}\u{ff}garbage", "\0\0\0\0\0\0\0\0"] {
                    let client = try await api.connect(nil)
                    defer { client.close() }
                    try await client.send(text)
                    client.closeOutput()
                    try await eventually("the connection is closed") { client.isClosed ? true : nil }
                    #expect(!client.text.contains("HTTP/1.1 2"))
                }
            }
        }
    }

    @Test("a client that closes its half in the middle of anything takes nothing with it")
    func halfClosed() async throws {
        try await surviving { api in
            let own = try api.tls()
            for text in [
                "", "GET /api", "POST \(Self.services) HTTP/1.1\r\nHost: fairway\r\nContent-Length: 10\r\n\r\n{",
                "GET \(Self.services)?watch=true HTTP/1.1\r\nHost: fairway\r\n\r\n",
            ] {
                for _ in 0..<10 {
                    let client = try await api.connect(own)
                    if !text.isEmpty { try await client.send(text) }
                    client.closeOutput()
                    try await eventually("the connection is closed: \(text.prefix(20))") {
                        client.isClosed ? true : nil
                    }
                }
            }
        }
    }

    @Test("bodies with bytes changed at random are read or refused", arguments: [1, 2])
    func fuzzed(seed: UInt64) async throws {
        try await surviving { api in
            let own = try api.tls()
            var random = SeededGenerator(seed: seed)
            let service =
                "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"a\",\"labels\":{\"b\":\"c\"}},"
                + "\"spec\":{\"type\":\"LoadBalancer\",\"ports\":[{\"name\":\"d\",\"port\":7,\"targetPort\":\"e\"}]}}"
            let protobuf = Data(
                base64Encoded: "azhzAAoPCgJ2MRIJTmFtZXNwYWNlEhwKFAoEZWRnZRIAGgAiACoAMgA4AEIAEgAaAgoAGgAiAA==")
            for (type, path, sane) in [
                ("application/json", Self.services, Array(service.utf8)),
                ("application/yaml", Self.services, Array("# \n\(service)".utf8)),
                ("application/vnd.kubernetes.protobuf", "/api/v1/namespaces", Array(try #require(protobuf))),
            ] {
                for _ in 0..<60 {
                    var body = sane
                    for _ in 0..<Int.random(in: 1...8, using: &random) {
                        body[Int.random(in: body.indices, using: &random)] = UInt8.random(
                            in: .min ... .max, using: &random)
                    }
                    let status = try await api.status(
                        "POST", "\(path)?dryRun=All", contentType: type, body: body, tls: own)
                    let answered = try #require(status)
                    #expect((200..<500).contains(answered), "\(type) \(Data(body).base64EncodedString())")
                }
            }
        }
    }

    /// How many watches nobody reads: enough to see what each costs. FAIRWAY_TEST_WATCHES=10000 takes two minutes.
    private static let watches =
        ProcessInfo.processInfo.environment["FAIRWAY_TEST_WATCHES"].flatMap { Int($0) } ?? 2_000

    @Test("thousands of watches that nobody reads are borne, however much there is to tell")
    func unreadWatches() async throws {
        try Self.raiseDescriptorLimit()
        try await surviving(memory: 256 + Self.watches / 2) { api in
            let own = try api.tls()
            let clients = try await Self.unreadWatches(Self.watches, of: api, tls: own)
            defer { for client in clients { client.close() } }
            try await Self.write(20, to: api, tls: own)
            let told = try api.residentBytes
            try await Self.write(20, to: api, tls: own)
            // What a client does not take is not got ready for him.
            #expect(try (api.residentBytes - told) >> 20 < 256, "MiB more for as much again")
        }
    }

    /// One end of every watch is in this process. The API raises its own limit.
    private static func raiseDescriptorLimit() throws {
        var limit = rlimit()
        try #require(getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
        limit.rlim_cur = limit.rlim_max
        try #require(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
        try #require(limit.rlim_cur > watches * 3 / 2, "as many watches need descriptors")
    }

    /// Begins watches, some at a time.
    private static func unreadWatches(
        _ count: Int, of api: RunningAPI, tls: NIOSSLContext
    ) async throws -> [RawClient] {
        try await withThrowingTaskGroup(of: RawClient.self) { group in
            var clients: [RawClient] = []
            for started in 0..<count {
                if started >= 64, let client = try await group.next() { clients.append(client) }
                group.addTask {
                    let client = try await api.connect(tls)
                    try await client.send("GET \(Self.services)?watch=true HTTP/1.1\r\nHost: fairway\r\n\r\n")
                    #expect(try await client.status() == 200)
                    try await client.stopReading()
                    return client
                }
            }
            for try await client in group { clients.append(client) }
            return clients
        }
    }

    /// Creates Services of 50 KB each.
    private static func write(_ count: Int, to api: RunningAPI, tls: NIOSSLContext) async throws {
        let note = String(repeating: "x", count: 50_000)
        for _ in 0..<count {
            let body =
                "{\"metadata\":{\"generateName\":\"s-\",\"annotations\":{\"note\":\"\(note)\"}},"
                + "\"spec\":{\"ports\":[{\"port\":7}]}}"
            #expect(try await api.status("POST", services, body: Array(body.utf8), tls: tls) == 201)
        }
    }
}
