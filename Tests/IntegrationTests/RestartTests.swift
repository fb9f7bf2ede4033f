import Foundation
import Glibc
import Testing

@Suite("Stop, kill and start again")
struct RestartTests {
    private static let names = (1...6).map { "s\($0)" }

    private func addresses(_ up: Up) async throws -> [String] {
        var addresses: [String] = []
        for name in Self.names { addresses.append(try await up.address(of: name)) }
        return addresses
    }

    @Test("a node finds its NodeState again whose label was taken away")
    func lostLabel() async throws {
        try await withUp(folder: TemporaryFolder()) { up in
            try await up.kubectl("label", "nodestates", "--all", "fairway.dev/node-")
            try await up.service("echo")
            _ = try await up.address(of: "echo")
            let names = try await up.kubectl("get", "nodestates", "-l", "fairway.dev/node", "-o", "name")
            #expect(names.split(separator: "\n").count == 1)
        }
    }

    @Test("after a stop and after a kill -9 the objects and addresses are the same", arguments: [SIGTERM, SIGKILL])
    func same(signal: Int32) async throws {
        let folder = try TemporaryFolder()
        let block = AddressBlock()
        let (before, code) = try await withUp(addresses: block, folder: folder) { up in
            for name in Self.names {
                try await up.kubectl("apply", "-f", "-", input: Manifest.service(name, ports: ["a:7001/TCP"]))
            }
            let addresses = try await addresses(up)
            // The last thing that was acknowledged is the first that would be lost.
            try await up.kubectl("annotate", "service", "s6", "note=last")
            up.program.send(signal)
            try await eventually("`up` has ended") { up.program.isRunning ? nil : true }
            return addresses
        }
        #expect(code == (signal == SIGTERM ? 0 : 128 + SIGKILL))
        try await withUp(addresses: block, folder: folder) { up in
            let after = try await addresses(up)
            #expect(after == before)
            let note = try await up.kubectl("get", "service", "s6", "-o", "jsonpath={.metadata.annotations.note}")
            #expect(note == "last")
        }
    }

    @Test("the address of a deleted Service is free again, also after a restart")
    func freed() async throws {
        let folder = try TemporaryFolder()
        let block = AddressBlock()
        let pool = "\(block.address(64))-\(block.address(65))"
        try await withUp(addresses: block, pool: pool, folder: folder) { up in
            for name in ["one", "two"] {
                try await up.kubectl("apply", "-f", "-", input: Manifest.service(name, ports: ["a:7001/TCP"]))
                _ = try await up.address(of: name)
            }
            try await up.kubectl("delete", "service", "one")
        }
        try await withUp(addresses: block, pool: pool, folder: folder) { up in
            try await up.kubectl("apply", "-f", "-", input: Manifest.service("three", ports: ["a:7001/TCP"]))
            #expect(try await up.address(of: "three") == block.address(64))
            #expect(try await up.address(of: "two") == block.address(65))
        }
    }

    @Test("a thousand Services that come and go leave no descriptor, no thread and no file behind")
    func leaks() async throws {
        let folder = try TemporaryFolder()
        let block = AddressBlock()
        let manifest = try folder.file("services.yaml", "")
        let bytes = block.prefix.split(separator: ".")
        let pool = "\(bytes[0]).\(bytes[1]).0.0/16"
        let ports = ["t:7001/TCP", "u:7001/UDP"]
        let atOnce = 250
        // Without names: each Service that comes or goes is a new serial of two zones, which takes a debug build long.
        try await withUp(["-f", manifest], addresses: block, pool: pool, folder: folder, dns: "off") { up in
            let (before, files) = (try Usage(of: up.program), try self.files(of: up))
            for round in 1...4 {
                let services = (1...atOnce).map { number in
                    Manifest.service("s\(round)-\(number)", ports: ports)
                        + Manifest.endpoints("s\(round)-\(number)", address: block.address(1), ports: ports)
                }
                _ = try folder.file("services.yaml", services.joined())
                try await eventually("\(atOnce) Services are served in round \(round)", seconds: 120) {
                    // A socket for each protocol at least.
                    try Usage(of: up.program).descriptors > before.descriptors + 2 * atOnce ? true : nil
                }
                _ = try folder.file("services.yaml", "")
                try await eventually("all Services of round \(round) are gone", seconds: 120) {
                    try await up.kubectl("get", "services", "-o", "name").isEmpty ? true : nil
                }
            }
            // Connections to the API, of which more are open after much work, are kept for a minute. One descriptor left
            // behind by every Service would be a thousand.
            try await eventually("descriptors and threads are as before", seconds: 30) {
                let after = try Usage(of: up.program)
                return after.descriptors <= before.descriptors + 60 && after.threads <= before.threads + 4 ? true : nil
            }
            #expect(try self.files(of: up) == files)
        }
    }

    /// What is in the state folder.
    private func files(of up: Up) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: up.stateDirectory).sorted()
    }
}
