import FairwayCore
import FairwayNet
import SystemPackage
import Testing

extension EngineScenario {
    static let sources = [
        EngineScenario("TCP clients outside the source ranges get no byte, and are counted") { engine in
            let backend = try TCPBackend.echo("b")
            defer { backend.stop() }
            let place = try Place(.tcp)
            await engine.serve(place.frontend, place.entry(backend.backend))
            #expect(try place.friend().receiveText() == "b")
            #expect(throws: Errno.self) { try place.stranger().receiveNothing() }
            #expect(await engine.counters().frontends[place.frontend]?.drops == ["SourceNotAllowed": 1])
        },
        EngineScenario("what a TCP client outside the source ranges sends with its handshake reaches no backend") {
            engine in
            let backend = try TCPBackend(serve: nil)
            defer { backend.stop() }
            let place = try Place(.tcp)
            await engine.serve(place.frontend, place.entry(backend.backend))
            // They are refused after the kernel has accepted them, so that their bytes are there already.
            let strangers = try (0..<50).map { _ in try place.stranger(saying: "let me in") }
            // One that found out when it spoke is told no second time.
            for stranger in strangers { #expect((try? stranger.receive()) ?? [] == []) }
            let friend = try place.friend()
            try friend.send("hello")
            try await eventually("the friend is connected") { !backend.connections.isEmpty }
            #expect(backend.connections.count == 1)
            #expect(try backend.connections[0].receiveText() == "hello")
            let counters = try #require(await engine.counters().frontends[place.frontend])
            #expect(counters.drops == ["SourceNotAllowed": 50])
            #expect(counters.bytesFromClients == 5)
            #expect(counters.newFlows == 1)
        },
        EngineScenario("UDP clients outside the source ranges get no answer, and are counted") { engine in
            let backend = try UDPBackend("b")
            defer { backend.stop() }
            let place = try Place(.udp)
            await engine.serve(place.frontend, place.entry(backend.backend))
            let (friend, stranger) = (try place.friend(), try place.stranger())
            for _ in 0..<3 { try stranger.send("x") }
            try friend.send("x")
            #expect(try friend.receiveText() == "bx")
            try await eventually("the stranger's datagrams are counted") {
                await engine.counters().frontends[place.frontend]?.drops == ["SourceNotAllowed": 3]
            }
        },
        EngineScenario("source ranges that change end the flows of those outside, and leave the others") { engine in
            let (tcp, udp) = (try TCPBackend.echo("b"), try UDPBackend("b"))
            defer {
                tcp.stop()
                udp.stop()
            }
            let (stream, datagrams) = (try Place(.tcp), try Place(.udp))
            await engine.serve(
                ForwardingTable(entries: [
                    stream.frontend: ForwardingEntry(tcp.backend), datagrams.frontend: ForwardingEntry(udp.backend),
                ]))
            let (friend, stranger) = (try stream.friend(), try stream.stranger())
            let (caller, silenced) = (try datagrams.friend(), try datagrams.stranger())
            for client in [friend, stranger] { #expect(try client.receiveText() == "b") }
            for client in [caller, silenced] {
                try client.send("1")
                #expect(try client.receiveText() == "b1")
            }
            await engine.serve(
                ForwardingTable(entries: [
                    stream.frontend: stream.entry(tcp.backend), datagrams.frontend: datagrams.entry(udp.backend),
                ]))
            #expect(throws: Errno.connectionReset) { try stranger.receive() }
            try friend.send("2")
            #expect(try friend.receiveText() == "2")
            try caller.send("2")
            #expect(try caller.receiveText() == "b2")
            try silenced.send("2")
            // Perhaps by another thread than the caller's.
            try await eventually("it is not let through") {
                await engine.counters().frontends[datagrams.frontend]?.drops["SourceNotAllowed"] == 1
            }
            await engine.serve(
                ForwardingTable(entries: [datagrams.frontend: ForwardingEntry(udp.backend)]))
            try silenced.send("3")
            #expect(try silenced.receiveText() == "b3")
        },
    ]
}

/// A frontend, and two clients of which only one may use it.
private struct Place {
    let frontend: Frontend
    private let addresses = (Loopback.address(), Loopback.address())

    init(_ transport: TransportProtocol) throws {
        frontend = Loopback.frontend(transport)
    }

    func entry(_ backend: Backend) -> ForwardingEntry {
        var entry = ForwardingEntry(backend)
        do throws(IPParseError) {
            entry.sources = SourceRanges([try IPPrefix(address: addresses.0, length: 32)])
        } catch {
            Issue.record("\(error)")
        }
        return entry
    }

    func friend() throws -> TestSocket { try client(addresses.0) }

    func stranger() throws -> TestSocket { try client(addresses.1) }

    /// One that has been reset may not be able to say it.
    func stranger(saying text: String) throws -> TestSocket {
        let socket = try stranger()
        _ = try? socket.send(text)
        return socket
    }

    private func client(_ address: IPAddress) throws -> TestSocket {
        let socket = try TestSocket(frontend.transport)
        try socket.bind(to: SocketAddress(address: address, port: 0))
        try socket.connect(to: frontend.socketAddress)
        return socket
    }
}

extension TestSocket {
    /// Waits for what comes; that there is no byte is an error of the connection.
    fileprivate func receiveNothing() throws {
        let bytes = try receive()
        if !bytes.isEmpty { Issue.record("received \(bytes.count) bytes") }
    }
}
