import FairwayCore
import FairwayNet
import SystemPackage
import Testing

extension EngineScenario {
    static let tcp = [
        EngineScenario("TCP: what a client sends reaches the backend, and the answer the client") { engine in
            let backend = try TCPBackend.echo()
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(frontend, ForwardingEntry(backend.backend))
            let client = try TestSocket(.tcp, to: frontend.socketAddress)
            for text in ["hello", "x", String(repeating: "long ", count: 10_000)] {
                try client.send(text)
                #expect(try client.receiveAll(text.utf8.count) == Array(text.utf8))
            }
        },
        EngineScenario("TCP: IPv6 works as IPv4, and one may lead to the other") { engine in
            let v4 = try TCPBackend.echo("4")
            let v6 = try TCPBackend.echo("6", on: Loopback.ipv6)
            defer { v4.stop(); v6.stop() }
            let port = try Loopback.freePort(.tcp, at: Loopback.ipv6)
            let frontends = [
                Frontend(address: Loopback.ipv6, port: port, transport: .tcp), Loopback.frontend(.tcp),
            ]
            for frontend in frontends {
                for (backend, name) in [(v4.backend, "4"), (v6.backend, "6")] {
                    await engine.serve(frontend, ForwardingEntry(backend))
                    let client = try TestSocket(.tcp, to: frontend.socketAddress)
                    #expect(try client.receiveText() == name)
                }
            }
        },
        EngineScenario("TCP: a client that has finished sending still gets the answer") { engine in
            let backend = try TCPBackend { connection in
                var count = 0
                while case let bytes = try connection.receive(), !bytes.isEmpty { count += bytes.count }
                try connection.send("\(count)")
            }
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(frontend, ForwardingEntry(backend.backend))
            let client = try TestSocket(.tcp, to: frontend.socketAddress)
            try client.send([UInt8](repeating: 1, count: 300_000))
            try client.shutdownWrite()
            #expect(try client.receiveText() == "300000")
            #expect(try client.receive().isEmpty)
        },
        EngineScenario("TCP: a backend that has finished sending still gets what the client sends") { engine in
            let backend = try TCPBackend(serve: nil)
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(frontend, ForwardingEntry(backend.backend))
            let client = try TestSocket(.tcp, to: frontend.socketAddress)
            try await eventually("the backend was connected to") { backend.connections.count == 1 }
            let server = try #require(backend.connections.first)
            try server.send("bye")
            try server.shutdownWrite()
            #expect(try client.receiveText() == "bye")
            #expect(try client.receive().isEmpty)
            try client.send("more")
            try client.shutdownWrite()
            #expect(try server.receiveAll(5) == Array("more".utf8))
        },
        EngineScenario("TCP: 64 MiB each way at the same time arrive whole") { engine in
            let size = 64 << 20
            let backend = try TCPBackend { connection in
                let sending = try Joinable { try? Pattern(seed: 2).send(size, to: connection) }
                let matches = try Pattern(seed: 1).matches(size, from: connection)
                sending.join()
                try connection.send(matches ? "good" : "evil")
            }
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(frontend, ForwardingEntry(backend.backend))
            let client = try TestSocket(.tcp, to: frontend.socketAddress)
            let sending = try Joinable { try? Pattern(seed: 1).send(size, to: client) }
            #expect(try Pattern(seed: 2).matches(size, from: client))
            sending.join()
            #expect(try client.receiveAll(4) == Array("good".utf8))
        },
        EngineScenario("TCP: a reader that is slow slows the writer down, and loses nothing") { engine in
            let backend = try TCPBackend(serve: nil)
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(frontend, ForwardingEntry(backend.backend))
            let client = try TestSocket(.tcp, to: frontend.socketAddress)
            client.limitWaits(seconds: 1)
            let sent = Pattern(seed: 7).sendUntilRefused(to: client, limit: 256 << 20)
            #expect(sent < 128 << 20, "the kernel's buffers and a little more")
            try await eventually("the backend was connected to") { backend.connections.count == 1 }
            let server = try #require(backend.connections.first)
            try client.shutdownWrite()
            #expect(try Pattern(seed: 7).matches(sent, from: server))
            #expect(try server.receive().isEmpty)
        },
        EngineScenario("TCP: 2,000 idle connections stay and work") { engine in
            let backend = try TCPBackend(serve: nil)
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(frontend, ForwardingEntry(backend.backend))
            var clients: [TestSocket] = []
            for _ in 0..<2_000 { clients.append(try TestSocket(.tcp, to: frontend.socketAddress)) }
            try await eventually("all were connected") { backend.connections.count == clients.count }
            #expect(await engine.counters().frontends[frontend]?.activeFlows == 2_000)
            for (number, client) in clients.enumerated() { try client.send("\(number + 1_000)") }
            for server in backend.connections { try server.send(try server.receiveAll(4)) }
            for (number, client) in clients.enumerated() {
                #expect(try client.receiveAll(4) == Array("\(number + 1_000)".utf8))
            }
        },
        EngineScenario("TCP: a reset is passed on to the other side") { engine in
            let backend = try TCPBackend(serve: nil)
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(frontend, ForwardingEntry(backend.backend))
            var client: TestSocket? = try TestSocket(.tcp, to: frontend.socketAddress)
            try client?.send("hello")
            try await eventually("the backend was connected to") { backend.connections.count == 1 }
            let server = try #require(backend.connections.first)
            #expect(try server.receiveText() == "hello")
            client?.resetOnClose()
            client = nil
            #expect(throws: Errno.connectionReset) { try server.receive() }
        },
        EngineScenario("TCP: a backend that refuses is passed over for another") { engine in
            let backend = try TCPBackend.echo("b")
            let dead = Backend(address: Loopback.address(), port: 9)
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(frontend, ForwardingEntry(backend.backend, dead))
            for _ in 0..<30 {
                let client = try TestSocket(.tcp, to: frontend.socketAddress)
                #expect(try client.receiveText() == "b")
            }
        },
        EngineScenario("TCP: a client is reset when no backend can be reached") { engine in
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(frontend, ForwardingEntry(Backend(address: Loopback.address(), port: 9)))
            #expect(throws: Errno.connectionReset) {
                try TestSocket(.tcp, to: frontend.socketAddress).receive()
            }
        },
        EngineScenario("TCP: a connection that is silent for too long is reset") { engine in
            let backend = try TCPBackend.echo("b")
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(
                frontend, ForwardingEntry(backend.backend, timeouts: IdleTimeouts(tcpEstablished: 1)))
            let client = try TestSocket(.tcp, to: frontend.socketAddress)
            #expect(try client.receiveText() == "b")
            #expect(throws: Errno.connectionReset) { try client.receive() }
        },
        EngineScenario("TCP: a connection that is half closed has a time of its own") { engine in
            let backend = try TCPBackend(serve: nil)
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(frontend, ForwardingEntry(backend.backend, timeouts: IdleTimeouts(tcpHalfClosed: 1)))
            let (open, half) = (
                try TestSocket(.tcp, to: frontend.socketAddress), try TestSocket(.tcp, to: frontend.socketAddress)
            )
            try half.shutdownWrite()
            #expect(throws: Errno.connectionReset) { try half.receive() }
            try await eventually("the other is still there") {
                await engine.counters().frontends[frontend]?.activeFlows == 1
            }
            try open.send("x")
            try await eventually("and carries bytes") {
                await engine.counters().frontends[frontend]?.bytesFromClients == 1
            }
        },
    ]
}
