import FairwayDNS
import FairwayDNSTestSupport
import FairwayNameServer
import FairwayNet
import SystemPackage
import Testing

@Suite("Handing over")
struct SuccessionTests {
    private func ask(_ count: Int, at place: SocketAddress) throws -> [RawClient] {
        let message = try question("kdc.example.test", .a).encoded()
        return try (0..<count).flatMap { _ in
            let (datagrams, stream) = (try RawClient(.udp, to: place), try RawClient(.tcp, to: place))
            try datagrams.send(message)
            try stream.sendMessage(message)
            return [datagrams, stream]
        }
    }

    private func areAnswered(_ clients: [RawClient]) throws -> Bool {
        try clients.enumerated().allSatisfy { index, client in
            let reply = try index % 2 == 0 ? client.receive() : client.receiveMessage() ?? []
            return try Message(reading: reply).answers.count == 2
        }
    }

    @Test(
        "what comes between two servers is answered by the second, with as many threads or others",
        arguments: [1, 2, 3])
    func handover(threads: Int) async throws {
        let table = try exampleTable()
        try await withServer(at: "127.0.0.1", table: table) { old, place in
            let before = try RawClient(.tcp, to: place)
            try before.sendMessage(try question("kdc.example.test", .a).encoded())
            #expect(try before.receiveMessage() != nil)
            await old.freeze()
            let waiting = try ask(20, at: place)
            let passed = try old.socketNumbers.map { try FileDescriptor(rawValue: $0).duplicate().rawValue }
            let new = try AuthoritativeServer(listeningAt: [place], inheriting: passed, threads: threads)
            #expect(new.addresses == [place])
            await new.apply(table)
            #expect(try areAnswered(waiting))
            // A connection that there was goes on.
            try before.sendMessage(try question("kdc.example.test", .a).encoded())
            #expect(try before.receiveMessage() != nil)
            #expect(await old.counters().queries.values.reduce(0, +) == 2)
            await old.close()
            #expect(try areAnswered(try ask(20, at: place)))
            await new.close()
        }
    }

    @Test("where there is no second one, the first goes on")
    func thaw() async throws {
        try await withServer(at: "127.0.0.1", table: try exampleTable()) { server, place in
            await server.freeze()
            let waiting = try ask(10, at: place)
            await server.thaw()
            #expect(try areAnswered(waiting))
        }
    }

    @Test("sockets of other addresses are closed, what is no socket too, and what is missing is opened")
    func others() async throws {
        try await withServer(at: "127.0.0.1", "127.0.0.2") { old, place in
            let passed = try (old.socketNumbers + [0]).map { try FileDescriptor(rawValue: $0).duplicate().rawValue }
            let third = SocketAddress(address: try IPAddress(parsing: "127.0.0.3"), port: 0)
            let new = try AuthoritativeServer(
                listeningAt: [SocketAddress(address: place.address, port: 0), third], inheriting: passed, threads: 2)
            #expect(new.addresses.first == place && new.addresses.last?.address == third.address)
            #expect(new.socketNumbers.count == 8)
            await new.close()
        }
    }
}
