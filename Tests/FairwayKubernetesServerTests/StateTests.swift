import FairwayJSON
import FairwayKubernetesServer
import Foundation
import Logging
import Testing

@Suite("The state folder", .enabled(if: hasPrograms, "needs kubectl and curl"))
struct StateTests {
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = TestServer.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    private func open(_ folder: String) throws -> KubernetesAPIServer {
        try KubernetesAPIServer(
            configuration: .init(port: 0, stateDirectory: folder, version: "test"), logger: Logger(label: "test"))
    }

    @Test("a server that starts again has the same objects, at the same versions, and the same credentials")
    func reopen() async throws {
        try await withFolder { folder in
            let before = Recorder()
            try await TestServer.run(state: folder) { server in
                try await server.createService("a")
                try await server.createService("b")
                #expect(try await server.request("DELETE", "\(TestServer.services)/b").status == 200)
                await before.record(try await server.request("GET", "/api/v1/services").json)
                await before.record(.string(try String(contentsOfFile: "\(folder)/client.crt", encoding: .utf8)))
            }
            try await TestServer.run(state: folder) { server in
                let list = try await server.request("GET", "/api/v1/services").json
                #expect(await before.values[0] == list)
                #expect(list["items"]?.array?.count == 1)
                let certificate = try String(contentsOfFile: "\(folder)/client.crt", encoding: .utf8)
                #expect(await before.values[1] == .string(certificate))
                // The version goes on growing from where it was.
                let created = try await server.createService("c")
                let (old, new) = (version(list), version(created))
                #expect(new > old)
            }
        }
    }

    private func version(_ value: JSONValue) -> Int {
        Int(value["metadata"]?["resourceVersion"]?.string ?? "") ?? 0
    }

    @Test("a second server on the folder is told who has it")
    func locked() async throws {
        try await TestServer.run { server in
            let error = #expect(throws: ServerFailure.self) { try open(server.state) }
            #expect(error?.description.contains("in use by process \(getpid())") == true)
        }
    }

    @Test("a database of a newer version is left alone")
    func newer() async throws {
        try await withFolder { folder in
            try await TestServer.run(state: folder) { _ in }
            // Where SQLite keeps `user_version` (https://sqlite.org/fileformat.html, offset 60, big-endian).
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(folder)/fairway.db"))
            try file.seek(toOffset: 60)
            try file.write(contentsOf: Data([0, 0, 0, 99]))
            try file.close()
            let error = #expect(throws: ServerFailure.self) { try open(folder) }
            #expect(error?.description.contains("newer version of Fairway (format 99, this version knows 1)") == true)
        }
    }

    @Test("a folder that cannot be made is said so in one sentence")
    func impossibleFolder() throws {
        let error = #expect(throws: ServerFailure.self) { try open("/proc/fairway/state") }
        #expect(error?.description.hasPrefix("Cannot create the state folder /proc/fairway/state: ") == true)
    }

    @Test("an address in use is said so in one sentence")
    func addressInUse() async throws {
        try await TestServer.run { server in
            try await withFolder { folder in
                let second = try KubernetesAPIServer(
                    configuration: .init(port: server.port, stateDirectory: folder, version: "test"),
                    logger: Logger(label: "test"))
                let error = await #expect(throws: ServerFailure.self) { try await second.run() }
                #expect(
                    error?.description.hasPrefix(
                        "Cannot listen on 127.0.0.1 port \(server.port): Address already in use")
                        == true)
                #expect(await second.port() == nil)
            }
        }
    }

    @Test(
        "an address that cannot be listened on is said so in one sentence",
        arguments: [
            ("192.0.2.1", 0, "Cannot assign requested address"), ("nosuch.invalid", 0, "no such host is known"),
            ("127.0.0.1", 70_000, "there is no such port"),
        ])
    func impossibleAddress(host: String, port: Int, reason: String) async throws {
        try await withFolder { folder in
            let server = try KubernetesAPIServer(
                configuration: .init(host: host, port: port, stateDirectory: folder, version: "test"),
                logger: Logger(label: "test"))
            let error = await #expect(throws: ServerFailure.self) { try await server.run() }
            let sentence = "Cannot listen on \(host) port \(port): \(reason); choose another address for the API."
            #expect(error?.description == sentence)
        }
    }

    @Test("damaged credentials are made anew")
    func damagedCredentials() async throws {
        try await withFolder { folder in
            try await TestServer.run(state: folder) { _ in }
            try Data("rubbish".utf8).write(to: URL(fileURLWithPath: "\(folder)/server.crt"))
            try await TestServer.run(state: folder) { server in
                let response = try await server.request("GET", "/version")
                #expect(response.status == 200)
            }
        }
    }
}

/// Carries values from one server's life to the next.
private actor Recorder {
    private(set) var values: [JSONValue] = []

    func record(_ value: JSONValue) { values.append(value) }
}
