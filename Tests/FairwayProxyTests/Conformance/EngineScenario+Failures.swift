import FairwayCore
import FairwayNet
import SystemPackage
import Testing

extension EngineScenario {
    static let failures = [
        EngineScenario("TCP clients are reset only when every backend has failed") { engine in
            let backend = try TCPBackend.echo("b")
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            let dead = try (0..<2).map { _ in try Backend.dead(.tcp) }
            await engine.serve(frontend, ForwardingEntry(dead[0], dead[1], backend.backend))
            for _ in 0..<50 { #expect(try TestSocket(.tcp, to: frontend.socketAddress).receiveText() == "b") }
            await engine.serve(frontend, ForwardingEntry(dead[0], dead[1]))
            #expect(throws: Errno.connectionReset) { try TestSocket(.tcp, to: frontend.socketAddress).receive() }
            #expect(await engine.counters().frontends[frontend]?.drops["ConnectFailed"] == 1)
        },
        EngineScenario("new UDP clients are spared a backend that refuses, and find it when it is back") { engine in
            let backend = try UDPBackend("b")
            defer { backend.stop() }
            let frontend = Loopback.frontend(.udp)
            let dead = try Backend.dead(.udp)
            await engine.serve(frontend, ForwardingEntry(dead, backend.backend))
            // Each sends once, as a resolver does that takes another port when it asks again.
            try await eventually("many in a row are answered") {
                var clients: [TestSocket] = []
                return try (0..<30).allSatisfy { _ in
                    let client = try TestSocket(.udp, to: frontend.socketAddress)
                    clients.append(client)
                    client.limitWaits(milliseconds: 300)
                    try client.send("x")
                    return (try? client.receiveText()) == "bx"
                }
            }
            let back = try UDPBackend("back", on: dead.address, port: dead.port)
            defer { back.stop() }
            try await eventually("the other is tried again") {
                let client = try TestSocket(.udp, to: frontend.socketAddress)
                client.limitWaits(milliseconds: 300)
                try client.send("x")
                return (try? client.receiveText()) == "backx"
            }
        },
        EngineScenario("a TCP backend that is back gets new flows again") { engine in
            let backend = try TCPBackend.echo("b")
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            let dead = try Backend.dead(.tcp)
            await engine.serve(frontend, ForwardingEntry(dead, backend.backend))
            for _ in 0..<50 { #expect(try TestSocket(.tcp, to: frontend.socketAddress).receiveText() == "b") }
            let back = try TCPBackend.echo("back", on: dead.address, port: dead.port)
            defer { back.stop() }
            try await eventually("it has been tried again") {
                try TestSocket(.tcp, to: frontend.socketAddress).receiveText() == "back"
            }
            let names = try (0..<50).map { _ in try TestSocket(.tcp, to: frontend.socketAddress).receiveText() }
            #expect(Set(names) == ["b", "back"])
        },
    ]
}

extension Backend {
    /// A port at which nobody listens.
    fileprivate static func dead(_ transport: TransportProtocol) throws -> Backend {
        let address = Loopback.address()
        return Backend(address: address, port: try Loopback.freePort(transport, at: address))
    }
}
