import Glibc
import SystemPackage
import Testing

extension Forwarding {
    @Suite("limits of a Service")
    struct Limits {
        private let up: Up

        init() throws { up = try SharedUp.current }

        private func place(_ last: Int, _ port: UInt16 = 0) -> Place { Place(up.addresses.address(last), port) }

        @Test("fairway.dev/max-connections refuses what is too much, and goes with the annotation")
        func maxConnections() async throws {
            let ports = ["tcp:7901/TCP", "udp:7901/UDP"]
            let address = try await up.serve(
                "few", ports: ports, Slice(ports, [up.addresses.address(1)]),
                annotations: ["fairway.dev/max-connections": "2"])
            let frontend = Place(address, 7_901)
            try await withBackends([("a", place(1, 7_901))]) { _ in
                let (stream, datagrams) = (try Flow(.tcp, to: frontend), try Flow(.udp, to: frontend))
                try #expect(stream.backend() == "a")
                try #expect(datagrams.backend() == "a")
                #expect(throws: Errno.connectionReset) { try TestSocket(.tcp, to: frontend).receive() }
                try await up.kubectl("annotate", "service", "few", "fairway.dev/max-connections-")
                try await eventually("there is no limit any more") {
                    (try? Flow(.tcp, to: frontend).backend()) == "a" ? true : nil
                }
                try #expect(stream.backend() == "a")
                try #expect(datagrams.backend() == "a")
            }
        }

        @Test("fairway.dev/new-connections-per-second limits a client and leaves others alone")
        func newConnections() async throws {
            let ports = ["tcp:7902/TCP"]
            let address = try await up.serve(
                "slow", ports: ports, Slice(ports, [up.addresses.address(1)]),
                annotations: ["fairway.dev/new-connections-per-second": "1"])
            let frontend = Place(address, 7_902)
            try await withBackends([("a", place(1, 7_902))]) { _ in
                let refused = try (0..<50).count { _ in
                    let flow = try Flow(.tcp, to: frontend, from: place(21))
                    return (try? flow.backend()) != "a"
                }
                #expect(refused > 0)
                try #expect(Flow(.tcp, to: frontend, from: place(22)).backend() == "a")
            }
        }
    }
}
