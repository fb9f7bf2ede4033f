import FairwayJSON
import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Testing

/// A running `fairway api`.
struct RunningAPI: Sendable {
    var program: RunningProgram
    var stateDirectory: String
    var port: Int

    /// What the program holds of the machine's memory, in bytes.
    var residentBytes: Int { get throws { try Usage(of: program).residentBytes } }

    /// Whose certificate a client shows.
    enum Certificate {
        case own
        case none
        case of(certificate: String, key: String)
    }

    /// What a client talks TLS with.
    func tls(_ certificate: Certificate = .own) throws -> NIOSSLContext {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file("\(stateDirectory)/ca.crt")
        var files: (certificate: String, key: String)?
        switch certificate {
        case .own: files = ("\(stateDirectory)/client.crt", "\(stateDirectory)/client.key")
        case .of(let certificate, let key): files = (certificate, key)
        case .none: break
        }
        if let files {
            tls.certificateChain = try NIOSSLCertificate.fromPEMFile(files.certificate).map { .certificate($0) }
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: files.key, format: .pem))
        }
        return try NIOSSLContext(configuration: tls)
    }

    /// Connects, with TLS where there is a context.
    func connect(_ tls: NIOSSLContext?) async throws -> RawClient {
        try await RawClient(port: port, tls: tls)
    }

    /// The status that a request is answered with, on a connection of its own; `nil`: the connection ended before.
    func status(
        _ method: String, _ path: String, contentType: String = "application/json", body: [UInt8] = [],
        tls: NIOSSLContext
    ) async throws -> Int? {
        let client = try await connect(tls)
        defer { client.close() }
        try await client.send(
            Array(
                """
                \(method) \(path) HTTP/1.1\r\nHost: fairway\r\nConnection: close\r\nContent-Type: \(contentType)\r
                Content-Length: \(body.count)\r\n\r\n
                """.utf8) + body)
        return try await client.status()
    }
}

/// Runs `fairway api` on a state folder of its own while `body` runs.
func withAPI(_ body: @Sendable (RunningAPI) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    let state = folder.path("state")
    let command = [Fairway.path, "api", "--listen", "127.0.0.1:0", "--state-dir", state]
    try await withProgram(command, in: folder) { program in
        try await eventually("the API is ready") { program.output.contains("ready") ? true : nil }
        let kubeconfig = try String(contentsOfFile: "\(state)/kubeconfig", encoding: .utf8)
        let port = try #require(kubeconfig.firstMatch(of: /https:\/\/127\.0\.0\.1:(\d+)/)?.1)
        try await body(RunningAPI(program: program, stateDirectory: state, port: try #require(Int(port))))
    }
}
