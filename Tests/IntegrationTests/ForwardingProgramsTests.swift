import Foundation
import Testing

extension Forwarding {
    @Suite("programs through an address")
    struct Programs {
        @Test("nc and socat get answers over TCP and UDP")
        func plain() async throws {
            let up = try SharedUp.current
            let backend = Place(up.addresses.address(1), 7_001)
            let ports = ["tcp:7001/TCP", "udp:7001/UDP"]
            let address = try await up.serve("plain", ports: ports, Slice(ports, [backend.address]))
            let folder = try TemporaryFolder()
            try await withProgram([Fairway.path, "echo", "--listen", backend.text], in: folder) { _ in
                try await waitForListener(.udp, at: backend)
                for client in [
                    ["nc", address, "7001"], ["nc", "-u", address, "7001"],
                    ["socat", "-", "TCP:\(address):7001"], ["socat", "-", "UDP:\(address):7001"],
                ] {
                    let answer = try await converse(client, say: "hello")
                    #expect(answer == "HELLO", "\(client)")
                }
            }
        }

        @Test(
            "TLS and DTLS go through as they are",
            arguments: [
                (service: "tls", kind: TestSocket.Kind.tcp, proto: "TCP", port: UInt16(7_002), options: [String]()),
                ("dtls", .udp, "UDP", 7_003, ["-dtls"]),
            ])
        func encrypted(
            service: String, kind: TestSocket.Kind, proto: String, port: UInt16, options: [String]
        ) async throws {
            let up = try SharedUp.current
            let backend = Place(up.addresses.address(1), port)
            let ports = ["secure:\(port)/\(proto)"]
            let address = try await up.serve(service, ports: ports, Slice(ports, [backend.address]))
            let folder = try TemporaryFolder()
            let (key, certificate) = (folder.path("key"), folder.path("certificate"))
            try await output(
                of: [
                    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-subj",
                    "/CN=test", "-keyout", key, "-out", certificate,
                ])
            // Returns what it gets. It does not end with its input, so it must with its parent.
            let server = [
                "setpriv --pdeathsig KILL openssl s_server -quiet -accept \(backend.text) -key", key, "-cert",
                certificate,
            ]
            let command = (server + options).joined(separator: " ")
            try await withProgram(["socat", "EXEC:\"\(command)\"", "PIPE"], in: folder) { _ in
                try await waitForListener(kind, at: backend)
                let client = [
                    "openssl", "s_client", "-connect", "\(address):\(port)", "-CAfile", certificate,
                    "-verify_return_error", "-quiet",
                ]
                let answer = try await converse(client + options, say: "hello")
                #expect(answer == "hello")
            }
        }
    }
}
