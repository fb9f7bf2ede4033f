import Glibc
import SystemPackage
import Testing

@Suite("flows when up ends")
struct ForwardingRestartTests {
    private let ports = ["tcp:7401/TCP", "udp:7401/UDP"]
    private let addresses = AddressBlock()
    private var backend: Place { Place(addresses.address(1), 7_401) }

    @Test("SIGTERM lets connections come to their end and takes no new ones")
    func graceful() async throws {
        let folder = try TemporaryFolder()
        try await withBackends([("a", backend)]) { _ in
            let up = try await withUp(addresses: addresses, folder: folder) { up in
                let frontend = try await frontend(by: up)
                do {
                    let flow = try Flow(.tcp, to: frontend)
                    try #expect(flow.backend() == "a")
                    up.program.send(SIGTERM)
                    try await eventually("new connections are refused") { refuses(frontend) ? true : nil }
                    try #expect(flow.backend() == "a")
                }
                // A second signal, which a running program would get now, would cut it short.
                try await eventually("`up` has ended") { up.program.isRunning ? nil : true }
            }
            #expect(up.code == 0)
        }
    }

    @Test("a transfer under way is finished after SIGTERM, and one that hangs is cut at the deadline")
    func drain() async throws {
        let folder = try TemporaryFolder()
        try await withBackends([("", backend)]) { _ in
            let up = try await withUp(addresses: addresses, folder: folder, drainTimeout: "3s") { up in
                let frontend = try await frontend(by: up)
                let (busy, hanging) = (try TestSocket(.tcp, to: frontend), try TestSocket(.tcp, to: frontend))
                for client in [busy, hanging] { try #expect(client.exchange("hello") == "hello") }
                up.program.send(SIGTERM)
                try await eventually("new connections are refused") { refuses(frontend) ? true : nil }
                let block = [UInt8](repeating: 7, count: 1 << 16)
                for _ in 0..<50 {
                    try busy.send(block)
                    var count = 0
                    while count < block.count { count += try busy.receive().count }
                }
                try busy.finishSending()
                try #expect(busy.receiveToEnd() == [])
                #expect(up.program.isRunning)
                try await eventually("`up` has ended") { up.program.isRunning ? nil : true }
                #expect(hanging.failure() == .connectionReset)
            }
            #expect(up.code == 0)
        }
    }

    @Test("after a kill -9, clients are served again with their old ports as soon as `up` is ready")
    func killed() async throws {
        let folder = try TemporaryFolder()
        try await withBackends([("a", backend)]) { _ in
            var frontend: Place?
            var client: Flow?
            for _ in 1...2 {
                try await withUp(addresses: addresses, folder: folder) { up in
                    if let client, let frontend {
                        try #expect(client.backend() == "a")
                        try #expect(Flow(.tcp, to: frontend).backend() == "a")
                    } else {
                        let place = try await self.frontend(by: up)
                        frontend = place
                        client = try Flow(.udp, to: place)
                        try #expect(client?.backend() == "a")
                        up.program.send(SIGKILL)
                    }
                }
            }
        }
    }

    private func frontend(by up: Up) async throws -> Place {
        Place(try await up.serve("ending", ports: ports, Slice(ports, [backend.address])), 7_401)
    }

    private func refuses(_ place: Place) -> Bool {
        do {
            _ = try TestSocket(.tcp, to: place)
            return false
        } catch {
            return error as? Errno == .connectionRefused
        }
    }
}
