import FairwayCore
import FairwayNet
import SystemPackage
import Testing

extension EngineScenario {
    static let udp = [
        EngineScenario("UDP: datagrams of every size go there and back whole") { engine in
            let backend = try UDPBackend()
            defer { backend.stop() }
            let frontend = Loopback.frontend(.udp)
            await engine.serve(frontend, ForwardingEntry(backend.backend))
            let client = try TestSocket(.udp, to: frontend.socketAddress)
            for size in [0, 1, 1_472, 9_000, 65_507] {
                let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
                try client.send(bytes)
                #expect(try client.receive() == bytes, "\(size) bytes")
            }
        },
        EngineScenario("UDP: IPv6 works as IPv4, and one may lead to the other") { engine in
            let v4 = try UDPBackend("4")
            let v6 = try UDPBackend("6", on: Loopback.ipv6)
            defer { v4.stop(); v6.stop() }
            let port = try Loopback.freePort(.udp, at: Loopback.ipv6)
            let frontends = [
                Frontend(address: Loopback.ipv6, port: port, transport: .udp), Loopback.frontend(.udp),
            ]
            for frontend in frontends {
                for (backend, name) in [(v4.backend, "4"), (v6.backend, "6")] {
                    await engine.serve(frontend, ForwardingEntry(backend))
                    let client = try TestSocket(.udp, to: frontend.socketAddress)
                    try client.send("x")
                    #expect(try client.receiveText() == name + "x")
                }
            }
        },
        EngineScenario("UDP: a client's datagrams go to one backend, and a burst is answered whole") { engine in
            let backends = try (0..<4).map { try UDPBackend("\($0)") }
            defer { backends.forEach { $0.stop() } }
            let frontend = Loopback.frontend(.udp)
            await engine.serve(
                frontend,
                ForwardingEntry(
                    backends[0].backend, backends[1].backend, backends[2].backend, backends[3].backend))
            let client = try TestSocket(.udp, to: frontend.socketAddress)
            for _ in 0..<100 { try client.send("") }
            var answers: [String] = []
            for _ in 0..<100 { answers.append(try client.receiveText()) }
            #expect(Set(answers).count == 1)
        },
        EngineScenario("UDP: many clients at once each get their own answers") { engine in
            let backend = try UDPBackend()
            defer { backend.stop() }
            let frontend = Loopback.frontend(.udp)
            await engine.serve(frontend, ForwardingEntry(backend.backend))
            let clients = try (0..<300).map { _ in try TestSocket(.udp, to: frontend.socketAddress) }
            for round in 0..<3 {
                for (number, client) in clients.enumerated() {
                    try client.send("\(round) \(number)")
                    #expect(try client.receiveText() == "\(round) \(number)")
                }
            }
            let counters = try #require(await engine.counters().frontends[frontend])
            #expect(counters.newFlows == 300)
            #expect(counters.activeFlows == 300)
            #expect(counters.packetsFromClients == 900)
            #expect(counters.packetsToClients == 900)
        },
        EngineScenario("UDP: the datagram after a backend's refusal goes to another backend") { engine in
            let backend = try UDPBackend("b")
            let dead = Backend(address: Loopback.address(), port: 9)
            defer { backend.stop() }
            let frontend = Loopback.frontend(.udp)
            await engine.serve(frontend, ForwardingEntry(dead))
            let client = try TestSocket(.udp, to: frontend.socketAddress)
            try client.send("lost")
            try await eventually("the refusal was seen") {
                await engine.counters().frontends[frontend]?.drops.isEmpty == false
            }
            await engine.serve(frontend, ForwardingEntry(dead, backend.backend))
            try client.send("again")
            #expect(try client.receiveText() == "bagain")
        },
        EngineScenario("UDP: a backend that comes back is used again where there is no other") { engine in
            let address = Loopback.address()
            let port = try Loopback.freePort(.udp, at: address)
            let frontend = Loopback.frontend(.udp)
            await engine.serve(frontend, ForwardingEntry(Backend(address: address, port: port)))
            let client = try TestSocket(.udp, to: frontend.socketAddress)
            try client.send("lost")
            try await eventually("the refusal was seen") {
                await engine.counters().frontends[frontend]?.drops.isEmpty == false
            }
            let backend = try UDPBackend("b", on: address, port: port)
            defer { backend.stop() }
            try client.send("again")
            #expect(try client.receiveText() == "bagain")
        },
        EngineScenario("UDP: a silent flow is forgotten") { engine in
            let backend = try UDPBackend()
            defer { backend.stop() }
            let frontend = Loopback.frontend(.udp)
            await engine.serve(
                frontend,
                ForwardingEntry(backend.backend, timeouts: IdleTimeouts(udpUnreplied: 1, udpReplied: 1)))
            let client = try TestSocket(.udp, to: frontend.socketAddress)
            try client.send("x")
            #expect(try client.receiveText() == "x")
            try await eventually("the flow is forgotten") {
                await engine.counters().frontends[frontend]?.activeFlows == 0
            }
            try client.send("y")
            #expect(try client.receiveText() == "y")
        },
    ]
}
