import FairwayCore
import FairwayLinux
import FairwayNet
import FairwayProxy
import Glibc
import Synchronization
import SystemPackage
import Testing

extension EngineTests {
    @Suite("An engine in the place of another", .serialized)
    struct SuccessionTests {
        /// What goes from one process to another: the packets, with descriptors of their own.
        private func passed(_ estate: ProxyEstate) throws -> ProxyEstate {
            var copy = ProxyEstate()
            for packet in estate.packets() {
                #expect(packet.bytes.count <= PacketSocket.byteLimit)
                #expect(packet.descriptors.count <= PacketSocket.descriptorLimit)
                let descriptors = try packet.descriptors.map { try check(fcntl($0, F_DUPFD_CLOEXEC, 0)) }
                try copy.take(Packet(bytes: packet.bytes, descriptors: descriptors))
            }
            return copy
        }

        /// Has another engine take the place of a frozen one, and ends that.
        private func succeed(
            _ engine: ProxyEngine, by table: ForwardingTable, _ body: (ProxyEngine) async throws -> Void
        ) async throws {
            try await withProxyEngine { successor in
                await successor.inherit(try passed(await engine.freeze()))
                await successor.serve(table)
                await engine.close(grace: .seconds(30))
                try await body(successor)
            }
        }

        @Test("UDP clients keep their backends' view of them, and what came meanwhile is answered")
        func sessions() async throws {
            let backend = try PortBackend()
            defer { backend.stop() }
            let frontend = Loopback.frontend(.udp)
            let table = ForwardingTable(frontend, ForwardingEntry(backend.backend))
            try await withProxyEngine { engine in
                await engine.serve(table)
                // More than one packet's worth.
                let clients = try (0..<600).map { _ in try TestSocket(.udp, to: frontend.socketAddress) }
                let before = try clients.map { try $0.ask() }
                let estate = try passed(await engine.freeze())
                // No more than fit into the kernel's buffer of the backend.
                for client in clients.prefix(100) { try client.send("asked while nobody reads") }
                try await withProxyEngine { successor in
                    await successor.inherit(estate)
                    await successor.serve(table)
                    await engine.close()
                    for (client, port) in zip(clients.prefix(100), before) { #expect(try client.receiveText() == port) }
                    for (client, port) in zip(clients, before) { #expect(try client.ask() == port) }
                    let counters = try #require(await successor.counters().frontends[frontend])
                    #expect(counters.activeFlows == 600 && counters.newFlows == 0)
                }
            }
        }

        @Test("no connection is refused, and those that there are come to their end")
        func connections() async throws {
            let backend = try TCPBackend.echo("b")
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            let table = ForwardingTable(frontend, ForwardingEntry(backend.backend))
            try await withProxyEngine { engine in
                await engine.serve(table)
                let old = try TestSocket(.tcp, to: frontend.socketAddress)
                #expect(try old.receiveText() == "b")
                let estate = try passed(await engine.freeze())
                let waiting = try (0..<50).map { _ in try TestSocket(.tcp, to: frontend.socketAddress) }
                try await withProxyEngine { successor in
                    await successor.inherit(estate)
                    await successor.serve(table)
                    async let closed: Void = engine.close(grace: .seconds(30))
                    for client in waiting { #expect(try client.receiveText() == "b") }
                    try old.send("still")
                    #expect(try old.receiveAll(5) == Array("still".utf8))
                    try old.shutdownWrite()
                    #expect(try old.receive().isEmpty)
                    await closed
                    #expect(try TestSocket(.tcp, to: frontend.socketAddress).receiveText() == "b")
                }
            }
        }

        @Test("an engine that lets connections come to their end can be told to cut them sooner, and not later")
        func hastened() async throws {
            let backend = try TCPBackend.echo("b")
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            try await withProxyEngine { engine in
                await engine.serve(frontend, ForwardingEntry(backend.backend))
                let client = try TestSocket(.tcp, to: frontend.socketAddress)
                #expect(try client.receiveText() == "b")
                async let closed: Void = engine.close(grace: .seconds(3_600))
                try await eventually("no more are taken") {
                    (try? TestSocket(.tcp, to: frontend.socketAddress)) == nil
                }
                await engine.close(grace: .seconds(7_200))
                try client.send("still")
                #expect(try client.receiveAll(5) == Array("still".utf8))
                await engine.close()
                await closed
                #expect(throws: Errno.connectionReset) { try client.receive() }
            }
        }

        @Test("an engine that is not replaced goes on as if nothing had been")
        func thaw() async throws {
            let (tcp, udp) = (try TCPBackend.echo("b"), try PortBackend())
            defer { tcp.stop(); udp.stop() }
            let address = Loopback.address()
            let table = ForwardingTable([address], tcp: tcp.backend, udp: udp.backend)
            try await withProxyEngine { engine in
                await engine.serve(table)
                let place = SocketAddress(address: address, port: 12_345)
                let client = try TestSocket(.udp, to: place)
                let port = try client.ask()
                // Its descriptors are closed with it.
                _ = try passed(await engine.freeze())
                try client.send("asked while nobody reads")
                let waiting = try TestSocket(.tcp, to: place)
                await engine.thaw()
                #expect(try client.receiveText() == port)
                #expect(try client.ask() == port)
                #expect(try waiting.receiveText() == "b")
            }
        }

        @Test("what the next table has no use for is closed, and what it changes is changed")
        func changes() async throws {
            let (kept, gone) = (try PortBackend(), try PortBackend())
            defer { kept.stop(); gone.stop() }
            let (same, removed) = (Loopback.frontend(.udp), Loopback.frontend(.udp))
            var table = ForwardingTable(same, ForwardingEntry(gone.backend))
            table.entries[removed] = ForwardingEntry(kept.backend)
            try await withProxyEngine { engine in
                await engine.serve(table)
                let clients = try [same, removed].map { try TestSocket(.udp, to: $0.socketAddress) }
                for client in clients { _ = try client.ask() }
                try await succeed(engine, by: ForwardingTable(same, ForwardingEntry(kept.backend))) { successor in
                    _ = try clients[0].ask()
                    #expect(kept.count == 2)
                    #expect(throws: Errno.connectionRefused) { try clients[1].ask() }
                    // And anybody may have its port again.
                    try TestSocket(.udp).bind(to: removed.socketAddress)
                }
            }
        }

        @Test("clients with affinity find their backends again")
        func affinity() async throws {
            let backends = try ["a", "b", "c", "d"].map { try UDPBackend($0) }
            defer { backends.forEach { $0.stop() } }
            let frontend = Loopback.frontend(.udp)
            func table(_ count: Int) -> ForwardingTable {
                var entry = ForwardingEntry()
                entry.backends = backends.prefix(count).map(\.backend).sorted().map { WeightedBackend($0) }
                entry.affinity = ClientAffinity()
                return ForwardingTable(frontend, entry)
            }
            func answers() throws -> [String] {
                try (1...40).map {
                    let client = try TestSocket(.udp)
                    try client.bind(to: SocketAddress(address: .v4(IPv4Address(127, 0, 77, UInt8($0))), port: 0))
                    try client.connect(to: frontend.socketAddress)
                    try client.send("")
                    return try client.receiveText()
                }
            }
            try await withProxyEngine { engine in
                await engine.serve(table(2))
                let before = try answers()
                try await succeed(engine, by: table(4)) { _ in
                    let after = try answers()
                    #expect(after == before)
                }
            }
        }

        @Test("packets that are cut short or of no known kind are refused", arguments: 0..<40)
        func malformed(length: Int) throws {
            var estate = ProxyEstate()
            try estate.take(Packet(bytes: [1, 1, 0]))
            for bytes in [[2, 0, 0] + Array(repeating: 6, count: length), [9], [2, 5, 0], []] as [[UInt8]] {
                #expect(throws: MalformedPacket.self) { try estate.take(Packet(bytes: bytes, descriptors: [-1])) }
            }
        }
    }
}

extension TestSocket {
    /// Asks a `PortBackend` from where it is asked.
    fileprivate func ask() throws -> String {
        try send("where from?")
        return try receiveText()
    }
}

/// A UDP server that tells each client its port.
private final class PortBackend: Sendable {
    let backend: Backend
    private let socket: TestSocket
    private let thread: Mutex<Joinable?>
    private let counted: Counter

    private final class Counter: Sendable {
        let value = Mutex(0)
    }

    init() throws {
        let address = Loopback.address()
        let socket = try TestSocket(.udp)
        try socket.bind(to: SocketAddress(address: address, port: 0))
        socket.limitWaits(seconds: 0)
        let counted = Counter()
        (self.socket, self.counted) = (socket, counted)
        backend = Backend(address: address, port: try socket.localAddress.port)
        thread = Mutex(
            try Joinable {
                while let (bytes, sender) = try? socket.receiveDatagram(), !bytes.isEmpty {
                    counted.value.withLock { $0 += 1 }
                    try? socket.send(Array("\(sender.port)".utf8), to: sender)
                }
            })
    }

    /// How often it was asked.
    var count: Int { counted.value.withLock { $0 } }

    func stop() {
        try? TestSocket(.udp, to: SocketAddress(address: backend.address, port: backend.port)).send([])
        thread.withLock { $0.take() }?.join()
    }
}
