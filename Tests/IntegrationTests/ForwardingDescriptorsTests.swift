import Glibc
import SystemPackage
import Testing

@Suite("descriptors of a node")
struct ForwardingDescriptorsTests {
    @Test("a flood of connections waits at a limit of 256; kubectl and live connections go on, and one sentence tells")
    func flood() async throws {
        let (folder, addresses) = (try TemporaryFolder(), AddressBlock())
        let (ports, backend) = (["tcp:7951/TCP", "udp:7951/UDP"], Place(addresses.address(1), 7_951))
        try await withBackends([("a", backend)]) { _ in
            _ = try await withUp(addresses: addresses, folder: folder, wrapper: ["prlimit", "--nofile=256"]) { up in
                let frontend = Place(
                    try await up.serve("flooded", ports: ports, Slice(ports, [backend.address])), 7_951)
                let (stream, datagrams) = (try Flow(.tcp, to: frontend), try Flow(.udp, to: frontend))
                for flow in [stream, datagrams] { try #expect(flow.backend() == "a") }
                do {
                    let crowd = try (0..<300).map { _ in try TestSocket(.tcp, to: frontend) }
                    try await eventually("the node tells of it") { told(by: up) > 0 ? true : nil }
                    for round in 1...5 {
                        try await up.kubectl("get", "services,endpointslices,nodestates")
                        try await up.kubectl(
                            "annotate", "service", "flooded", "--overwrite", "example.com/round=\(round)")
                        for flow in [stream, datagrams] { try #expect(flow.backend() == "a") }
                    }
                    #expect(crowd.count == 300)
                }
                try await eventually("new connections are served again") {
                    let flow = try Flow(.tcp, to: frontend)
                    flow.socket.limitWaits(seconds: 1)
                    return (try? flow.backend()) == "a" ? true : nil
                }
                try #expect(stream.backend() == "a")
                #expect(told(by: up) == 1)
            }
        }
    }

    private func told(by up: Up) -> Int {
        up.program.errors.split(separator: "\n").count { $0.contains("No descriptors are left for new flows") }
    }
}
