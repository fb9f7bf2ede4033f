import FairwayDNS
import FairwayDNSTestSupport
import FairwayLinux
import FairwayNameServer
import FairwayNet
import SystemPackage
import Testing

@Suite("TCP connections")
struct ConnectionTests {
    private func message(_ id: UInt16, _ name: String, _ type: RecordType) throws -> [UInt8] {
        var message = try question(name, type)
        message.header.id = id
        return try message.encoded()
    }

    @Test("questions that follow each other are all answered in their order, in whatever pieces they come")
    func pipelining() async throws {
        try await withServer(at: "127.0.0.1", table: try exampleTable()) { _, place in
            let client = try RawClient(.tcp, to: place)
            let messages = try (0..<500).map {
                try message(UInt16($0), $0 % 9 == 0 ? "many.example.test" : "kdc.example.test", .a)
            }
            let stream = messages.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xFF)] + $0 }
            for byte in stream[..<60] { try client.send([byte]) }
            for start in stride(from: 60, to: stream.count, by: 1_001) {
                try client.send(Array(stream[start..<min(start + 1_001, stream.count)]))
            }
            client.shutdownWrite()
            for id in 0..<500 {
                let reply = try Message(reading: try #require(try client.receiveMessage()))
                #expect(reply.header.id == UInt16(id) && reply.answers.count == (id % 9 == 0 ? 100 : 2))
            }
            #expect(try client.receiveMessage() == nil)
        }
    }

    @Test("what was asked before nonsense is answered still, and nothing after it")
    func nonsense() async throws {
        try await withServer(at: "127.0.0.1", table: try exampleTable()) { _, place in
            let client = try RawClient(.tcp, to: place)
            let good = try message(1, "kdc.example.test", .a)
            let stream = [good, good, Array("GET / HTTP/1.1".utf8).map { $0 | 0x80 }, good]
            try client.send(stream.flatMap { [0, UInt8($0.count)] + $0 })
            for _ in 0..<2 { #expect(try client.receiveMessage() != nil) }
            #expect(try client.receiveMessage() == nil)
        }
    }

    @Test("who asks and does not read is waited for, and loses nothing")
    func slowReader() async throws {
        let rules = TransferRules(sources: [try IPPrefix(parsing: "127.0.0.0/8")])
        try await withServer(at: "127.0.0.1", table: try exampleTable(transfer: rules)) { _, place in
            let client = try RawClient(.tcp, to: place, receiveBuffer: 64 << 10)
            // The questions fit into the kernel's buffers, the answers do not.
            let count = 1_000
            for id in 0..<count { try client.sendMessage(try message(UInt16(id), "example.test", .axfr)) }
            // Others are answered meanwhile, by the same threads.
            for _ in 0..<20 {
                let other = try RawClient(.udp, to: place)
                try other.send(try message(1, "kdc.example.test", .a))
                #expect(try Message(reading: try other.receive()).answers.count == 2)
            }
            for id in 0..<count {
                let reply = try Message(reading: try #require(try client.receiveMessage()))
                #expect(reply.header.id == UInt16(id) && reply.answers.last?.type == .soa)
            }
        }
    }

    @Test(
        "a connection that brings no whole question for too long is closed, one that brings nonsense at once",
        arguments: [[], [0], [0, 40, 1, 2, 3], [0, 3, 1, 2, 3], [0, 0]] as [[UInt8]])
    func silence(bytes: [UInt8]) async throws {
        let settings = NameServerSettings(connections: ConnectionLimits(patience: 300))
        try await withServer(at: "127.0.0.1", settings: settings) { server, place in
            let client = try RawClient(.tcp, to: place)
            if !bytes.isEmpty { try client.send(bytes) }
            #expect(try client.receive() == [])
            try await eventually("no connection is open") { await server.counters().openConnections == 0 }
        }
    }

    @Test("a client has so many connections and no more, and all of them together")
    func caps() async throws {
        let settings = NameServerSettings(connections: ConnectionLimits(count: 6, countPerClient: 4))
        try await withServer(at: "0.0.0.0", settings: settings, table: try exampleTable()) { server, place in
            func client(_ address: String) throws -> RawClient {
                try RawClient(.tcp, to: SocketAddress(address: try IPAddress(parsing: address), port: place.port))
            }
            func isServed(_ client: RawClient) throws -> Bool {
                // Who is refused may see that with the first write or only with the read.
                guard (try? client.sendMessage(try message(7, "kdc.example.test", .a))) != nil else { return false }
                return try client.receiveMessage() != nil
            }
            var kept: [RawClient] = []
            for _ in 0..<4 { kept.append(try client("127.0.0.1")) }
            for client in kept { #expect(try isServed(client)) }
            #expect(try !isServed(try client("127.0.0.1")))
            try await eventually("one was refused") { await server.counters().refusedConnections == 1 }
            kept.removeAll()
            try await eventually("all are gone") { await server.counters().openConnections == 0 }
            #expect(try isServed(try client("127.0.0.1")))
        }
    }
}
