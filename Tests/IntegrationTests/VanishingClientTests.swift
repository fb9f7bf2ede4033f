import Glibc
import Testing

@Suite("clients that vanish", .enabled(if: getuid() == 0, "needs root"))
struct VanishingClientTests {
    private let service = Place("192.0.2.64", 12_345)
    private let backend = Place("127.0.0.1", 12_346)

    @Test("one whose link goes down, without FIN or RST, holds nothing beyond the idle timeout, and others are served")
    func linkDown() async throws {
        let folder = try TemporaryFolder()
        try await withNetworkNamespace(addresses: ["\(service.address)/32"]) { node in
            try await withNetworkNamespace(addresses: []) { far in
                try await connect(node, far)
                try await withEcho(node, folder) {
                    try await vanish(node, far, folder)
                    let answer = try await converse(node + ["nc", service.address, "\(service.port)"], say: "near")
                    #expect(answer == "NEAR")
                }
            }
        }
    }

    /// A link between two namespaces, known by its name in each.
    private func connect(_ node: [String], _ far: [String]) async throws {
        try await output(
            of: node + ["ip", "link", "add", "far", "type", "veth", "peer", "name", "node", "netns"] + far.suffix(1))
        for (inside, link, address) in [(node, "far", "198.51.100.1/24"), (far, "node", "198.51.100.2/24")] {
            try await output(of: inside + ["ip", "address", "add", address, "dev", link])
            try await output(of: inside + ["ip", "link", "set", link, "up"])
        }
        try await output(of: far + ["ip", "route", "add", "default", "via", "198.51.100.1"])
    }

    /// Serves an echo while `body` runs.
    private func withEcho(_ node: [String], _ folder: TemporaryFolder, _ body: () async throws -> Void) async throws {
        try await withUp(pool: "\(service.address)/32", folder: folder, wrapper: node, clients: node) { up in
            try await withProgram(node + [Fairway.path, "echo", "--listen", backend.text], in: folder) { _ in
                try await waitForListener(.tcp, at: backend, inside: node)
                _ = try await up.serve(
                    "echo", ports: ["tcp:\(service.port)/TCP"],
                    Slice(["tcp:\(service.port)/TCP>\(backend.port)"], [backend.address]),
                    annotations: ["fairway.dev/tcp-idle-timeout": "10s"])
                try await body()
            }
        }
    }

    /// Has a client talk, and its link go down for ever.
    private func vanish(_ node: [String], _ far: [String], _ folder: TemporaryFolder) async throws {
        let talk = "exec 3<>/dev/tcp/\(service.address)/\(service.port); echo far >&3; head -1 <&3; read -r -u 3"
        try await withProgram(far + ["bash", "-c", talk], in: folder) { client in
            try await eventually("the client is answered") { client.output.contains("FAR") ? true : nil }
            try await output(of: node + ["ip", "link", "set", "far", "down"])
            try await eventually("its connections are gone") {
                try await sockets("-t", "( dst \(backend.text) or dst 198.51.100.2 )", inside: node)
                    .isEmpty ? true : nil
            }
        }
    }
}
