import Glibc
import Testing

@Suite("addresses on an interface", .enabled(if: getuid() == 0, "needs root"))
struct NamespaceTests {
    @Test("IPv6 is served as IPv4 is, on addresses put on lo")
    func bothFamilies() async throws {
        let folder = try TemporaryFolder()
        let (four, six) = ("192.0.2.64", "2001:db8::64")
        try await withNetworkNamespace(addresses: ["\(four)/32", "\(six)/128"]) { inside in
            try await withUp(
                ["--pool", "\(six)/128"], pool: "\(four)/32", folder: folder, wrapper: inside, clients: inside
            ) {
                up in
                try await serve(by: up, inside, folder) { echo in
                    try await #expect(addresses(of: "both", by: up) == [four, six])
                    try await waitForListener(.udp, at: echo, inside: inside)
                    for client in [
                        ["nc", four, "12345"], ["nc", "-u", four, "12345"], ["nc", six, "12345"],
                        ["nc", "-u", six, "12345"],
                        ["socat", "-", "TCP:[\(six)]:12345"], ["socat", "-", "UDP:[\(six)]:12345"],
                    ] {
                        let answer = try await converse(inside + client, say: "hello")
                        #expect(answer == "HELLO", "\(client)")
                    }
                }
            }
        }
    }

    private func addresses(of service: String, by up: Up) async throws -> Set<String> {
        let list = try await up.kubectl(
            "get", "service", service, "-o", "jsonpath={.status.loadBalancer.ingress[*].ip}")
        return Set(list.split(separator: " ").map(String.init))
    }

    /// A dual-stack Service whose endpoints are an echo server on `::` in the namespace.
    private func serve(
        by up: Up, _ inside: [String], _ folder: TemporaryFolder, _ body: (Place) async throws -> Void
    ) async throws {
        let ports = ["tcp:12345/TCP", "udp:12345/UDP"]
        let targets = ports.map { "\($0)>12346" }
        _ = try await up.serve(
            "both", ports: ports, Slice(targets, ["127.0.0.1"], name: "four"), Slice(targets, ["::1"], name: "six"),
            spec: "ipFamilyPolicy: RequireDualStack")
        try await withProgram(inside + [Fairway.path, "echo", "--listen", "[::]:12346"], in: folder) { _ in
            try await body(Place("::", 12_346))
        }
    }
}
