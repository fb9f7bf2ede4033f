import Foundation
import Glibc
import SystemPackage
import Testing

@Suite("readers that never read")
struct ForwardingSlowReadersTests {
    @Test("they do not make memory grow with what is sent to them, and hold nobody else up")
    func memory() async throws {
        let (folder, addresses, ports) = (try TemporaryFolder(), AddressBlock(), ["tcp:7961/TCP"])
        // One that never accepts: the kernel takes what is sent until its buffers are full.
        let mute = try TestSocket(.tcp, at: Place(addresses.address(2), 7_961))
        _ = try await withBackends([("a", Place(addresses.address(1), 7_961))]) { _ in
            try await withUp(addresses: addresses, folder: folder) { up in
                let (deaf, live) = (
                    Place(try await up.serve("deaf", ports: ports, Slice(ports, [addresses.address(2)])), 7_961),
                    Place(try await up.serve("live", ports: ports, Slice(ports, [addresses.address(1)])), 7_961)
                )
                let before = try residentBytes(of: up)
                let clients = try (0..<200).map { _ in try TestSocket(.tcp, to: deaf) }
                var sent = 0
                var quietRounds = 0
                try await eventually("nobody takes any more") {
                    let taken = clients.reduce(0) { $0 + sendWhatFits(to: $1) }
                    sent += taken
                    quietRounds = taken == 0 ? quietRounds + 1 : 0
                    return quietRounds == 10 ? true : nil
                }
                try #expect(Flow(.tcp, to: live).backend() == "a")
                // A buffer of 64 KiB for each, and as much again for everything else.
                let grown = try residentBytes(of: up) - before
                #expect(grown < 200 * (64 << 10) * 2, "\(grown) bytes grown, \(sent) sent")
                #expect(sent > 2 * 200 * (64 << 10))
            }
        }
        withExtendedLifetime(mute) {}
    }

    private func sendWhatFits(to client: TestSocket) -> Int {
        let block = [UInt8](repeating: 1, count: 1 << 16)
        var sent = 0
        while sent < 64 << 20 {
            let count = send(
                client.descriptor, block, block.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
            if count <= 0 { break }
            sent += count
        }
        return sent
    }

    private func residentBytes(of up: Up) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(up.program.pid)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(Int(line.split(whereSeparator: { $0 == " " || $0 == "\t" })[1])) << 10
    }
}
