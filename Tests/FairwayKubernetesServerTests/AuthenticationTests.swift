import FairwayJSON
import Foundation
import Testing

@Suite("Who gets in", .enabled(if: hasPrograms, "needs kubectl and curl"))
struct AuthenticationTests {
    @Test("nobody gets in without the client's certificate", arguments: ["/api", "/version", "/api/v1/services", "/x"])
    func anonymous(path: String) async throws {
        try await TestServer.run { server in
            for arguments in [[], ["-H", "Authorization: Bearer guess"]] {
                let response = try await server.curl(path, arguments)
                #expect(response.status == 401)
                #expect(response.json["reason"] == "Unauthorized")
            }
        }
    }

    @Test("a certificate of another authority is refused")
    func foreignCertificate() async throws {
        try await TestServer.run { other in
            try await TestServer.run { server in
                let program = try RunningProgram(
                    "/usr/bin/curl",
                    [
                        "-sS", "--cacert", "\(server.state)/ca.crt", "--cert", "\(other.state)/client.crt", "--key",
                        "\(other.state)/client.key", "https://127.0.0.1:\(server.port)/api",
                    ], environment: [:])
                let result = await program.wait()
                #expect(result.status != 0)
                #expect(result.output.isEmpty)
            }
        }
    }

    @Test("the folder and its secrets are their owner's alone")
    func modes() async throws {
        try await TestServer.run { server in
            func mode(_ path: String) throws -> Int? {
                try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            }
            #expect(try mode(server.state) == 0o700)
            for file in try FileManager.default.contentsOfDirectory(atPath: server.state) {
                #expect(try mode("\(server.state)/\(file)") == 0o600, "\(file)")
            }
        }
    }
}
