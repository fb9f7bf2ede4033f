import FairwayCore
import FairwayNet
import SystemPackage
import Testing

extension EngineScenario {
    static let healthChecks = [
        EngineScenario("a backend whose health check fails gets no new flows, keeps its own, and gets new ones again") {
            engine in
            let notices = engine.notices()
            let (good, sick) = (try TCPBackend.echo("good"), try TCPBackend.echo("sick"))
            // What is checked is another port of the same address, so that the backend itself goes on answering.
            let port = try Loopback.freePort(.tcp, at: sick.backend.address)
            let other = try TCPBackend.echo(on: good.backend.address, port: port)
            defer { for backend in [good, sick, other] { backend.stop() } }
            let frontend = Loopback.frontend(.tcp)
            var entry = ForwardingEntry(good.backend, sick.backend)
            await engine.serve(frontend, entry)
            var flows = try frontend.connections(until: ["good", "sick"])

            entry.healthCheck = .tcp(port: port)
            await engine.serve(frontend, entry)
            try await eventually("one is down") {
                await engine.counters().backends[frontend] == [.up: 1, .down: 1]
            }
            for _ in 0..<50 { #expect(try TestSocket(.tcp, to: frontend.socketAddress).receiveText() == "good") }
            for flow in flows {
                try flow.send("x")
                #expect(try flow.receiveText() == "x")
            }
            #expect(await notices.first() == .placeDown(SocketAddress(address: sick.backend.address, port: port)))

            let back = try TCPBackend.echo(on: sick.backend.address, port: port)
            defer { back.stop() }
            try await eventually("both are up") { await engine.counters().backends[frontend] == [.up: 2] }
            flows += try frontend.connections(until: ["good", "sick"])
            #expect(await notices.first() == .placeUp(SocketAddress(address: sick.backend.address, port: port)))
        },
        EngineScenario("where all health checks fail, flows go where they would without") { engine in
            let backends = try ["a", "b"].map { try TCPBackend.echo($0) }
            defer { backends.forEach { $0.stop() } }
            let frontend = Loopback.frontend(.tcp)
            var entry = ForwardingEntry(backends[0].backend, backends[1].backend)
            // Nobody listens at port 1 of such addresses.
            entry.healthCheck = .tcp(port: 1)
            await engine.serve(frontend, entry)
            try await eventually("all are down") { await engine.counters().backends[frontend] == [.down: 2] }
            _ = try frontend.connections(until: ["a", "b"])
        },
        EngineScenario("a UDP backend that stops answering loses its clients, where its answers are watched") {
            engine in
            let notices = engine.notices()
            let (good, mute) = (try UDPBackend("good"), try UDPBackend("mute"))
            defer {
                good.stop()
                mute.stop()
            }
            let frontend = Loopback.frontend(.udp)
            var entry = ForwardingEntry(good.backend, mute.backend)
            entry.healthCheck = .udpReply
            await engine.serve(frontend, entry)
            var client = try TestSocket(.udp, to: frontend.socketAddress)
            try await eventually("a client is with the one that will stop") {
                client = try TestSocket(.udp, to: frontend.socketAddress)
                try client.send("x")
                return try client.receiveText() == "mutex"
            }
            mute.fallSilent()
            client.limitWaits(milliseconds: 200)
            try await eventually("the client is answered by the other") {
                try client.send("x")
                return (try? client.receiveText()) == "goodx"
            }
            #expect(await notices.first() == .backendSilent(mute.backend))
        },
    ]
}

extension Frontend {
    /// Connections, until each of these backends has some.
    fileprivate func connections(until names: Set<String>) throws -> [TestSocket] {
        var (sockets, found): ([TestSocket], Set<String>) = ([], [])
        for _ in 0..<200 where found != names {
            let socket = try TestSocket(.tcp, to: socketAddress)
            found.insert(try socket.receiveText())
            sockets.append(socket)
        }
        #expect(found == names)
        return sockets
    }
}

extension AsyncStream {
    /// The next one that comes.
    fileprivate nonisolated(nonsending) func first() async -> Element? {
        for await element in self { return element }
        return nil
    }
}
