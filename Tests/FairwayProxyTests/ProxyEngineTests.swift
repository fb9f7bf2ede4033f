import FairwayCore
import FairwayNet
import FairwayProxy
import SystemPackage
import Testing

extension EngineTests {
    @Suite("ProxyEngine", .serialized)
    struct ProxyEngineTests {
        @Test("a port that another program uses is refused, and served once it is free", arguments: [false, true])
        func portInUse(otherShares: Bool) async throws {
            try await withProxyEngine { engine in
                for transport in TransportProtocol.allCases {
                    let frontend = Loopback.frontend(transport)
                    let table = ForwardingTable(
                        frontend, ForwardingEntry(Backend(address: Loopback.address(), port: 9)))
                    do {
                        let other = try TestSocket(transport)
                        try other.bind(to: frontend.socketAddress, sharing: otherShares)
                        if transport == .tcp { try other.listen() }
                        #expect(await engine.apply(table).mapValues(\.reason) == [frontend: "PortInUse"])
                        #expect(await engine.apply(table).mapValues(\.reason) == [frontend: "PortInUse"])
                    }
                    #expect(await engine.apply(table).isEmpty)
                }
            }
        }

        @Test("a thousand Services that come and go leave no descriptor and no thread")
        func leavesNothing() async throws {
            let tcp = try TCPBackend.echo("t")
            let udp = try UDPBackend("u")
            defer { tcp.stop(); udp.stop() }
            try await withProxyEngine { engine in
                let files = OpenFiles.count
                let threads = OpenFiles.threads
                let block = UInt8.random(in: 130...250)
                for round in 0..<20 as Range<UInt8> {
                    // Other ones each time: a program that another test starts has our sockets until it is on its way.
                    let addresses = (1...50).map { IPAddress.v4(IPv4Address(127, block, 2 * round, $0)) }
                    let table = ForwardingTable(addresses, tcp: tcp.backend, udp: udp.backend)
                    await engine.serve(table)
                    for frontend in table.entries.keys {
                        let client = try TestSocket(frontend.transport, to: frontend.socketAddress)
                        if frontend.transport == .udp { try client.send("x") }
                        #expect(try client.receiveText().hasPrefix(frontend.transport == .tcp ? "t" : "u"))
                    }
                    await engine.serve(ForwardingTable())
                }
                // Other tests of this process have descriptors and threads, too, though not one for each Service.
                try await eventually("all but a few are closed") { OpenFiles.count < files + 300 }
                try await eventually("all but a few have ended") { OpenFiles.threads < threads + 100 }
            }
        }

        @Test("an engine that is stopped leaves no descriptor and no thread")
        func leavesNothingBehind() async throws {
            let files = OpenFiles.count
            let threads = OpenFiles.threads
            for _ in 0..<200 {
                try await withProxyEngine { engine in
                    let frontend = Loopback.frontend(.tcp)
                    await engine.serve(frontend, ForwardingEntry(Backend(address: Loopback.address(), port: 9)))
                }
            }
            try await eventually("all but a few are closed") { OpenFiles.count < files + 300 }
            try await eventually("all but a few have ended") { OpenFiles.threads < threads + 100 }
        }

        @Test("stopping waits for connections to end by themselves")
        func drains() async throws {
            let backend = try TCPBackend.echo("b")
            defer { backend.stop() }
            try await withProxyEngine { engine in
                let frontend = Loopback.frontend(.tcp)
                await engine.serve(frontend, ForwardingEntry(backend.backend))
                let client = try TestSocket(.tcp, to: frontend.socketAddress)
                #expect(try client.receiveText() == "b")
                async let closed: Void = engine.close(grace: .seconds(10))
                try await eventually("no new connection is taken") {
                    (try? TestSocket(.tcp, to: frontend.socketAddress)) == nil
                }
                try client.send("x")
                #expect(try client.receiveText() == "x")
                try client.shutdownWrite()
                await closed
                #expect(try client.receive().isEmpty)
            }
        }

        @Test("stopping without patience resets connections, and nothing is served afterwards")
        func stops() async throws {
            let backend = try TCPBackend.echo("b")
            defer { backend.stop() }
            try await withProxyEngine(threads: 1) { engine in
                let frontend = Loopback.frontend(.tcp)
                let entry = ForwardingEntry(backend.backend)
                await engine.serve(frontend, entry)
                let client = try TestSocket(.tcp, to: frontend.socketAddress)
                #expect(try client.receiveText() == "b")
                await engine.close()
                #expect(throws: Errno.connectionReset) { try client.receive() }
                #expect(await engine.apply(ForwardingTable(frontend, entry))[frontend]?.reason == "EngineStopped")
                #expect(await engine.counters().frontends.isEmpty)
            }
        }

        @Test("what comes after urgent data, at which reads stop short, is relayed")
        func urgentData() async throws {
            let backend = try TCPBackend.echo()
            defer { backend.stop() }
            try await withProxyEngine { engine in
                let frontend = Loopback.frontend(.tcp)
                await engine.serve(frontend, ForwardingEntry(backend.backend))
                let client = try TestSocket(.tcp, to: frontend.socketAddress)
                for _ in 0..<3 {
                    try client.send("before")
                    try client.sendUrgent(33)
                    try client.send("after")
                    #expect(try client.receiveAll(11) == Array("beforeafter".utf8))
                }
                try client.send("before")
                try client.sendUrgent(33)
                try client.send("after")
                try client.shutdownWrite()
                #expect(try client.receiveAll(12) == Array("beforeafter".utf8))
            }
        }

        @Test("what was relayed is counted")
        func counts() async throws {
            let backend = try TCPBackend.echo("name")
            defer { backend.stop() }
            try await withProxyEngine { engine in
                let frontend = Loopback.frontend(.tcp)
                await engine.serve(frontend, ForwardingEntry(backend.backend))
                do {
                    let client = try TestSocket(.tcp, to: frontend.socketAddress)
                    try client.send("0123456789")
                    #expect(try client.receiveAll(14).count == 14)
                }
                try await eventually("the connection has ended") {
                    await engine.counters().frontends[frontend]?.activeFlows == 0
                }
                let counters = try #require(await engine.counters().frontends[frontend])
                #expect(counters.newFlows == 1)
                #expect(counters.bytesFromClients == 10)
                #expect(counters.bytesToClients == 14)
                #expect(counters.drops.isEmpty)
            }
        }
    }
}
