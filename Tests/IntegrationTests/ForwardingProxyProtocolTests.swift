import Foundation
import Testing

extension Forwarding {
    @Suite("PROXY protocol")
    struct ProxyProtocolTests {
        @Test(
            "HAProxy learns the client's address and the one it asked, and as the wish changes so do new connections",
            arguments: [("v1", "v2", UInt16(7_101)), ("v2", "v1", 7_102)])
        func haproxy(version: String, other: String, port: UInt16) async throws {
            let up = try SharedUp.current
            let (backend, client) = (Place(up.addresses.address(1), port), up.addresses.address(2))
            let ports = ["web:\(port)/TCP"]
            let name = "told-\(version)"
            let address = try await up.serve(
                name, ports: ports, Slice(ports, [backend.address]),
                annotations: ["fairway.dev/proxy-protocol": version])
            let folder = try TemporaryFolder()
            let configuration = try folder.file("haproxy.cfg", Self.configuration(backend))
            try await withProgram(["haproxy", "-db", "-f", configuration], in: folder) { _ in
                try await waitForListener(.tcp, at: backend)
                try await expectTold(at: address, port, from: client)
                let before = try await up.acknowledged("serviceVersion", of: name)
                try await up.kubectl(
                    "annotate", "--overwrite", "service", name, "fairway.dev/proxy-protocol=\(other)")
                try await eventually("the other version is acknowledged") {
                    try await up.acknowledged("serviceVersion", of: name) != before ? true : nil
                }
                try await expectTold(at: address, port, from: client)
            }
        }

        /// A server that accepts no connection without a header, and says what it learnt by it.
        private static func configuration(_ place: Place) -> String {
            """
            defaults
                mode http
                timeout connect 10s
                timeout client 10s
                timeout server 10s
            frontend told
                bind \(place.text) accept-proxy
                http-request return status 200 content-type text/plain lf-string "%[src]:%[src_port] %[dst]:%[dst_port]"

            """
        }

        private func expectTold(at address: String, _ port: UInt16, from client: String) async throws {
            let answer = try await output(of: [
                "curl", "--silent", "--show-error", "--fail", "--noproxy", "*", "--max-time", "20", "--interface",
                client, "--write-out", " %{local_port}", "http://\(address):\(port)/",
            ])
            let words = answer.split(separator: " ")
            let source = "\(client):\(words.last ?? "")"
            #expect(words.dropLast().map(String.init) == [source, "\(address):\(port)"])
        }
    }
}
