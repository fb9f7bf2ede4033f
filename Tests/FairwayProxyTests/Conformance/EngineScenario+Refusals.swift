import FairwayCore
import FairwayNet
import SystemPackage
import Testing

extension EngineScenario {
    static let refusals = [
        EngineScenario("without backends TCP is refused, and served as soon as there is one") { engine in
            let backend = try TCPBackend.echo("b")
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(frontend, ForwardingEntry())
            #expect(throws: Errno.connectionRefused) { try TestSocket(.tcp, to: frontend.socketAddress) }
            await engine.serve(frontend, ForwardingEntry(backend.backend))
            #expect(try TestSocket(.tcp, to: frontend.socketAddress).receiveText() == "b")
            await engine.serve(frontend, ForwardingEntry())
            #expect(throws: Errno.connectionRefused) { try TestSocket(.tcp, to: frontend.socketAddress) }
        },
        EngineScenario("without backends UDP is refused, and served as soon as there is one") { engine in
            let backend = try UDPBackend("b")
            defer { backend.stop() }
            let frontend = Loopback.frontend(.udp)
            let client = try TestSocket(.udp, to: frontend.socketAddress)
            await engine.serve(frontend, ForwardingEntry())
            try client.send("x")
            #expect(throws: Errno.connectionRefused) { try client.receive() }
            await engine.serve(frontend, ForwardingEntry(backend.backend))
            try client.send("x")
            #expect(try client.receiveText() == "bx")
            await engine.serve(frontend, ForwardingEntry())
            try client.send("x")
            #expect(throws: Errno.connectionRefused) { try client.receive() }
        },
        EngineScenario("a removed frontend is no longer served, and its connections are reset") { engine in
            let backend = try TCPBackend.echo("b")
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(frontend, ForwardingEntry(backend.backend))
            let client = try TestSocket(.tcp, to: frontend.socketAddress)
            #expect(try client.receiveText() == "b")
            await engine.serve(ForwardingTable())
            #expect(throws: Errno.connectionReset) { try client.receive() }
            #expect(throws: Errno.connectionRefused) { try TestSocket(.tcp, to: frontend.socketAddress) }
            #expect(await engine.counters().frontends.isEmpty)
        },
        EngineScenario("an address that is not this machine's is refused, and the others are served") { engine in
            let backend = try TCPBackend.echo("b")
            defer { backend.stop() }
            let foreign = Frontend(address: .v4(IPv4Address(192, 0, 2, 1)), port: 12_345, transport: .tcp)
            let frontend = Loopback.frontend(.tcp)
            let entry = ForwardingEntry(backend.backend)
            let refusals = await engine.apply(ForwardingTable(entries: [foreign: entry, frontend: entry]))
            #expect(refusals.mapValues(\.reason) == [foreign: "AddressNotLocal"])
            #expect(try TestSocket(.tcp, to: frontend.socketAddress).receiveText() == "b")
        },
        EngineScenario("one address serves the same port on both protocols") { engine in
            let tcp = try TCPBackend.echo("t")
            let udp = try UDPBackend("u")
            defer { tcp.stop(); udp.stop() }
            let address = Loopback.address()
            let frontends = [TransportProtocol.tcp, .udp].map {
                Frontend(address: address, port: 12_345, transport: $0)
            }
            await engine.serve(
                ForwardingTable(entries: [
                    frontends[0]: ForwardingEntry(tcp.backend), frontends[1]: ForwardingEntry(udp.backend),
                ]))
            #expect(try TestSocket(.tcp, to: frontends[0].socketAddress).receiveText() == "t")
            let client = try TestSocket(.udp, to: frontends[1].socketAddress)
            try client.send("x")
            #expect(try client.receiveText() == "ux")
        },
    ]
}
