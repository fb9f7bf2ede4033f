import Glibc
import Testing

extension Forwarding {
    @Suite("transfers through an address")
    struct Transfers {
        /// Writes 1 GiB that no two blocks of are alike, and what it must add up to.
        private static let writer = """
            head -c 1G /dev/zero | openssl enc -aes-128-ctr -K 00112233445566778899aabbccddeeff -iv \
            00000000000000000000000000000000
            """
        private static let sum = "ed3981f896d212d69675dd03121d42d589198edad6bc27b9fa7827d91be91117"

        @Test("1 GiB arrives unchanged, from the client and from the server")
        func bulk() async throws {
            let up = try SharedUp.current
            let backend = Place(up.addresses.address(1), 7_101)
            let address = try await up.serve(
                "bulk", ports: ["tcp:7101/TCP"], Slice(["tcp:7101/TCP"], [backend.address]))
            let listen = "TCP-LISTEN:7101,bind=\(backend.address),reuseaddr"
            let connect = "TCP:\(address):7101"
            for (server, client) in [
                ("socat -u -b 262144 \(listen) - | sha256sum", "\(Self.writer) | socat -u -b 262144 - \(connect)"),
                ("\(Self.writer) | socat -u -b 262144 - \(listen)", "socat -u -b 262144 \(connect) - | sha256sum"),
            ] {
                async let serverOutput = output(of: ["bash", "-o", "pipefail", "-c", server])
                try await waitForListener(.tcp, at: backend)
                let clientOutput = try await output(of: ["bash", "-o", "pipefail", "-c", client])
                let sums = try await serverOutput + clientOutput
                #expect(sums == "\(Self.sum)  -")
            }
        }

        @Test("a side that has finished sending still gets everything", arguments: [true, false])
        func halfClose(clientFirst: Bool) async throws {
            let up = try SharedUp.current
            let (port, service) = clientFirst ? (UInt16(7_102), "ask-first") : (7_103, "answer-first")
            let server = try TestSocket(.tcp, at: Place(up.addresses.address(1), port))
            let ports = ["tcp:\(port)/TCP"]
            let address = try await up.serve(service, ports: ports, Slice(ports, [up.addresses.address(1)]))
            let (first, second) = try await onThread {
                let client = try TestSocket(.tcp, to: Place(address, port))
                let accepted = try server.accept()
                let (one, other) = clientFirst ? (client, accepted) : (accepted, client)
                try one.send("the last words")
                try one.finishSending()
                let first = try other.receiveToEnd()
                // Enough that no buffer on the way holds it.
                let answer = Thread {
                    try? other.send([UInt8](repeating: 42, count: 8 << 20))
                    try? other.finishSending()
                }
                defer { answer.join() }
                return (first, try one.receiveToEnd())
            }
            #expect(String(decoding: first, as: UTF8.self) == "the last words")
            #expect(second.count == 8 << 20)
            #expect(second.allSatisfy { $0 == 42 })
        }

        @Test("2,000 idle connections stay usable while others work")
        func idleConnections() async throws {
            try allowDescriptors(8_000)
            let up = try SharedUp.current
            let backend = Place(up.addresses.address(1), 7_104)
            let ports = ["tcp:7104/TCP", "udp:7104/UDP"]
            let address = try await up.serve("idle", ports: ports, Slice(ports, [backend.address]))
            try await withBackends([("a", backend)]) { _ in
                let place = Place(address, 7_104)
                let used = try await onThread {
                    let idle = try (0..<2_000).map { _ in try TestSocket(.tcp, to: place) }
                    for _ in 0..<100 {
                        for kind in [TestSocket.Kind.tcp, .udp] {
                            let answer = try TestSocket(kind, to: place).exchange("busy")
                            #expect(answer == "a:busy")
                        }
                    }
                    return try idle.filter { try $0.exchange("still there?") == "a:still there?" }.count
                }
                #expect(used == 2_000)
            }
        }

        /// Lets this process have so many files and sockets open, where the usual 1,024 are the limit.
        private func allowDescriptors(_ count: rlim_t) throws {
            var limit = rlimit()
            try check(getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit))
            limit.rlim_cur = max(limit.rlim_cur, min(count, limit.rlim_max))
            try check(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit))
        }

        @Test("datagrams of every size come back unchanged")
        func datagrams() async throws {
            let up = try SharedUp.current
            let backend = Place(up.addresses.address(1), 7_105)
            let address = try await up.serve(
                "sizes", ports: ["udp:7105/UDP"], Slice(["udp:7105/UDP"], [backend.address]))
            try await withBackends([("", backend)]) { _ in
                let client = try TestSocket(.udp, to: Place(address, 7_105))
                for size in [0, 1, 1_472, 9_000, 65_507] {
                    let datagram = (0..<size).map { UInt8(truncatingIfNeeded: $0 * 31 + size) }
                    try client.send(datagram)
                    let answer = try client.receive()
                    #expect(answer == datagram, "\(size) bytes")
                }
            }
        }
    }
}
