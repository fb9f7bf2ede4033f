import FairwayJSON
import FairwayKubernetesServer
import Foundation
import Logging
import Testing

/// A server of a test's own, on a port of its own, with a state folder that is gone afterwards.
struct TestServer: Sendable {
    let kubeconfig: String
    let state: String
    let port: Int

    /// Runs `body` against a new server; with `state`, on a folder that is kept.
    static func run(state: String? = nil, _ body: @Sendable (TestServer) async throws -> Void) async throws {
        let folder = state ?? temporaryFolder()
        defer { if state == nil { try? FileManager.default.removeItem(atPath: folder) } }
        var logger = Logger(label: "test")
        logger.logLevel = .error
        let server = try KubernetesAPIServer(
            configuration: .init(port: 0, stateDirectory: folder, version: "test"), logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            do {
                let port = try #require(await server.port())
                try await body(TestServer(kubeconfig: server.kubeconfigPath, state: folder, port: port))
            } catch {
                group.cancelAll()
                throw error
            }
            group.cancelAll()
            // Cancelled is how it is to end here.
            try? await group.waitForAll()
        }
    }

    static func temporaryFolder() -> String {
        FileManager.default.temporaryDirectory.appending(path: "fairway-state-\(UUID().uuidString)").path
    }

    // MARK: - kubectl

    /// Runs kubectl and returns what it prints; a refusal is the test's failure.
    @discardableResult
    func kubectl(_ arguments: String..., input: String? = nil) async throws -> String {
        let result = try await kubectlResult(arguments, input: input)
        try #require(result.status == 0, "kubectl \(arguments) failed: \(result.errors)")
        return result.output
    }

    func kubectlResult(_ arguments: [String], input: String? = nil) async throws -> ProgramResult {
        await (try start(arguments, input: input)).wait()
    }

    func start(_ arguments: [String], input: String? = nil) throws -> RunningProgram {
        try RunningProgram(
            kubectlPath, arguments, environment: ["KUBECONFIG": kubeconfig, "HOME": state],
            input: input.map { Data($0.utf8) })
    }

    // MARK: - curl

    /// A request by curl, with the client's certificate.
    func request(
        _ method: String = "GET", _ path: String, body: String? = nil, contentType: String = "application/json",
        headers: [String] = []
    ) async throws -> Response {
        try await request(
            method, path, bytes: body.map { Data($0.utf8) }, headers: ["Content-Type: \(contentType)"] + headers)
    }

    /// A request by curl, with the client's certificate, and with a body that may be no text.
    func request(_ method: String, _ path: String, bytes body: Data?, headers: [String]) async throws -> Response {
        var arguments = ["-X", method]
        for header in headers { arguments += ["-H", header] }
        if body != nil { arguments += ["--data-binary", "@-"] }
        return try await curl(
            path, arguments + ["--cert", "\(state)/client.crt", "--key", "\(state)/client.key"], body)
    }

    /// A request by curl as it is.
    func curl(_ path: String, _ arguments: [String], _ body: Data? = nil) async throws -> Response {
        let program = try RunningProgram(
            "/usr/bin/curl",
            [
                "-sS", "--globoff", "--cacert", "\(state)/ca.crt", "-w", "\n%{http_code}",
                "https://127.0.0.1:\(port)\(path)",
            ]
                + arguments, environment: [:], input: body)
        let result = await program.wait()
        try #require(result.status == 0, "curl \(path) failed: \(result.errors)")
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        return Response(
            status: Int(lines.last ?? "") ?? 0, text: lines.dropLast().joined(separator: "\n"))
    }
}

/// An answer.
struct Response: Sendable {
    var status: Int
    var text: String

    var json: JSONValue { (try? JSONValue(parsing: Data(text.utf8))) ?? .null }
    /// The lines of a watch.
    var events: [JSONValue] {
        text.split(separator: "\n").map { (try? JSONValue(parsing: Data($0.utf8))) ?? .null }
    }
}

private let kubectlPath =
    ["/usr/local/bin/kubectl", "/usr/bin/kubectl"].first { FileManager.default.isExecutableFile(atPath: $0) } ?? ""

/// Whether the programs these tests drive are there.
let hasPrograms = !kubectlPath.isEmpty && FileManager.default.isExecutableFile(atPath: "/usr/bin/curl")

extension TestServer {
    /// The body of a Service with one port number on both protocols.
    static func service(_ name: String, labels: [String: String] = [:]) -> String {
        let object: JSONValue = [
            "apiVersion": "v1", "kind": "Service",
            "metadata": ["name": .string(name), "labels": .object(labels.mapValues { .string($0) })],
            "spec": [
                "type": "LoadBalancer",
                "ports": [
                    ["name": "tcp", "port": 7, "protocol": "TCP"], ["name": "udp", "port": 7, "protocol": "UDP"],
                ],
            ],
        ]
        return String(decoding: object.text, as: UTF8.self)
    }

    static let services = "/api/v1/namespaces/default/services"

    @discardableResult
    func createService(_ name: String, labels: [String: String] = [:]) async throws -> JSONValue {
        let response = try await request("POST", Self.services, body: Self.service(name, labels: labels))
        try #require(response.status == 201, "\(response.text)")
        return response.json
    }
}

/// Waits until `condition` holds; a test fails after a deadline that no working server needs.
func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try await !condition() {
        try #require(ContinuousClock.now < deadline, "not in time: \(what)")
        try await Task.sleep(for: .milliseconds(20))
    }
}
