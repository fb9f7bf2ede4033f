import FairwayCore
import FairwayNet
import SystemPackage
import Testing

extension EngineScenario {
    static let changes = [
        EngineScenario("new flows are shared by weight") { engine in
            let light = try TCPBackend.echo("l")
            let heavy = try TCPBackend.echo("h")
            defer { light.stop(); heavy.stop() }
            let frontend = Loopback.frontend(.tcp)
            var entry = ForwardingEntry(light.backend, heavy.backend)
            entry.backends = entry.backends.map {
                WeightedBackend($0.backend, weight: $0.backend == heavy.backend ? 300 : 100)
            }
            await engine.serve(frontend, entry)
            var toHeavy = 0
            for _ in 0..<800 {
                let client = try TestSocket(.tcp, to: frontend.socketAddress)
                if try client.receiveText() == "h" { toHeavy += 1 }
            }
            // 600 expected; seven standard deviations either way.
            #expect((515...685).contains(toHeavy))
        },
        EngineScenario("TCP: adding and removing backends moves and breaks no flow of another") { engine in
            let stable = try TCPBackend.echo("s")
            let others = try (0..<3).map { try TCPBackend.echo("\($0)") }
            defer { ([stable] + others).forEach { $0.stop() } }
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(frontend, ForwardingEntry(stable.backend))
            let clients = try (0..<50).map { _ in try TestSocket(.tcp, to: frontend.socketAddress) }
            for client in clients { #expect(try client.receiveText() == "s") }
            for round in 0..<30 {
                await engine.serve(frontend, ForwardingEntry(stable.backend, others[round % 3].backend))
                for client in clients {
                    try client.send("\(round)")
                    #expect(try client.receiveText() == "\(round)")
                }
            }
        },
        EngineScenario("UDP: adding and removing backends moves no flow of another") { engine in
            let stable = try UDPBackend("s")
            let others = try (0..<3).map { try UDPBackend("\($0)") }
            defer { ([stable] + others).forEach { $0.stop() } }
            let frontend = Loopback.frontend(.udp)
            await engine.serve(frontend, ForwardingEntry(stable.backend))
            let clients = try (0..<50).map { _ in try TestSocket(.udp, to: frontend.socketAddress) }
            for client in clients {
                try client.send("x")
                #expect(try client.receiveText() == "sx")
            }
            for round in 0..<30 {
                await engine.serve(frontend, ForwardingEntry(stable.backend, others[round % 3].backend))
                for client in clients {
                    try client.send("\(round)")
                    #expect(try client.receiveText() == "s\(round)")
                }
            }
        },
        EngineScenario("UDP: a removed backend's clients reach another at the very next datagram") { engine in
            let old = try UDPBackend("o")
            let new = try UDPBackend("n")
            defer { old.stop(); new.stop() }
            let frontend = Loopback.frontend(.udp)
            await engine.serve(frontend, ForwardingEntry(old.backend))
            let clients = try (0..<20).map { _ in try TestSocket(.udp, to: frontend.socketAddress) }
            for client in clients {
                try client.send("1")
                #expect(try client.receiveText() == "o1")
            }
            await engine.serve(frontend, ForwardingEntry(new.backend))
            for client in clients {
                try client.send("2")
                #expect(try client.receiveText() == "n2")
            }
        },
        EngineScenario("TCP: a removed backend's connections are reset on both sides") { engine in
            let old = try TCPBackend(serve: nil)
            let new = try TCPBackend.echo("n")
            defer { old.stop(); new.stop() }
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(frontend, ForwardingEntry(old.backend))
            let client = try TestSocket(.tcp, to: frontend.socketAddress)
            try client.send("hello")
            try await eventually("the backend was connected to") { old.connections.count == 1 }
            let server = try #require(old.connections.first)
            #expect(try server.receiveText() == "hello")
            await engine.serve(frontend, ForwardingEntry(new.backend))
            #expect(throws: Errno.connectionReset) { try client.receive() }
            #expect(throws: Errno.connectionReset) { try server.receive() }
            #expect(try TestSocket(.tcp, to: frontend.socketAddress).receiveText() == "n")
        },
        EngineScenario("TCP: a draining backend keeps its flows and gets no new ones") { engine in
            let old = try TCPBackend.echo("o")
            let new = try TCPBackend.echo("n")
            defer { old.stop(); new.stop() }
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(frontend, ForwardingEntry(old.backend))
            let client = try TestSocket(.tcp, to: frontend.socketAddress)
            #expect(try client.receiveText() == "o")
            await engine.serve(frontend, ForwardingEntry(new.backend, draining: [old.backend]))
            for _ in 0..<20 {
                #expect(try TestSocket(.tcp, to: frontend.socketAddress).receiveText() == "n")
            }
            try client.send("still here")
            #expect(try client.receiveText() == "still here")
        },
        EngineScenario("UDP: a draining backend keeps its flows and gets no new ones") { engine in
            let old = try UDPBackend("o")
            let new = try UDPBackend("n")
            defer { old.stop(); new.stop() }
            let frontend = Loopback.frontend(.udp)
            await engine.serve(frontend, ForwardingEntry(old.backend))
            let client = try TestSocket(.udp, to: frontend.socketAddress)
            try client.send("1")
            #expect(try client.receiveText() == "o1")
            await engine.serve(frontend, ForwardingEntry(new.backend, draining: [old.backend]))
            for _ in 0..<20 {
                let other = try TestSocket(.udp, to: frontend.socketAddress)
                try other.send("x")
                #expect(try other.receiveText() == "nx")
            }
            try client.send("2")
            #expect(try client.receiveText() == "o2")
        },
        EngineScenario("a backend of weight 0 keeps its flows and gets no new ones") { engine in
            let backend = try TCPBackend.echo("b")
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            var entry = ForwardingEntry(backend.backend)
            await engine.serve(frontend, entry)
            let client = try TestSocket(.tcp, to: frontend.socketAddress)
            #expect(try client.receiveText() == "b")
            entry.backends = [WeightedBackend(backend.backend, weight: 0)]
            await engine.serve(frontend, entry)
            try client.send("x")
            #expect(try client.receiveText() == "x")
            #expect(throws: Errno.connectionRefused) { try TestSocket(.tcp, to: frontend.socketAddress) }
            await engine.serve(frontend, ForwardingEntry(backend.backend))
            #expect(try TestSocket(.tcp, to: frontend.socketAddress).receiveText() == "b")
            try client.send("y")
            #expect(try client.receiveText() == "y")
        },
        EngineScenario("applying the same table again changes nothing") { engine in
            let tcp = try TCPBackend.echo("b")
            defer { tcp.stop() }
            let frontend = Loopback.frontend(.tcp)
            let entry = ForwardingEntry(tcp.backend)
            await engine.serve(frontend, entry)
            let client = try TestSocket(.tcp, to: frontend.socketAddress)
            #expect(try client.receiveText() == "b")
            for _ in 0..<10 { await engine.serve(frontend, entry) }
            try client.send("x")
            #expect(try client.receiveText() == "x")
            #expect(await engine.counters().frontends[frontend]?.newFlows == 1)
        },
        EngineScenario("TCP: backends change under a bulk transfer, which arrives whole") { engine in
            let size = 32 << 20
            let other = try TCPBackend.echo()
            let backend = try TCPBackend { connection in
                try connection.send(try Pattern(seed: 3).matches(size, from: connection) ? "good" : "evil")
            }
            defer { backend.stop(); other.stop() }
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(frontend, ForwardingEntry(backend.backend))
            let client = try TestSocket(.tcp, to: frontend.socketAddress)
            let sending = try Joinable { try? Pattern(seed: 3).send(size, to: client) }
            for _ in 0..<50 {
                await engine.serve(frontend, ForwardingEntry(backend.backend, other.backend))
                await engine.serve(frontend, ForwardingEntry(backend.backend))
            }
            sending.join()
            #expect(try client.receiveText() == "good")
        },
    ]
}
