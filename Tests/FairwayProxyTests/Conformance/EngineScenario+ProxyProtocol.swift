import FairwayCore
import FairwayNet
import Testing

extension EngineScenario {
    static let proxyProtocol = [
        EngineScenario("PROXY protocol, TCP: the header comes before the client's first byte") { engine in
            try await forEveryPath(.tcp) { frontend, address in
                let backend = try TCPBackend(on: address, serve: nil)
                defer { backend.stop() }
                for version in [ProxyProtocol.v1, .v2] {
                    await engine.serve(frontend, ForwardingEntry(backend.backend, telling: version))
                    let client = try TestSocket(.tcp, to: frontend.socketAddress)
                    try client.send("hello")
                    let expected = try header(version, client, frontend) + Array("hello".utf8)
                    let server = try await backend.next()
                    #expect(try server.receiveAll(expected.count) == expected)
                    try server.send("answer")
                    #expect(try client.receiveAll(6) == Array("answer".utf8))
                    try client.send("more")
                    #expect(try server.receiveAll(4) == Array("more".utf8))
                }
            }
        },
        EngineScenario("PROXY protocol, TCP: a client that waits for the backend to speak is announced") { engine in
            let backend = try TCPBackend(serve: nil)
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            for version in [ProxyProtocol.v1, .v2] {
                await engine.serve(frontend, ForwardingEntry(backend.backend, telling: version))
                let client = try TestSocket(.tcp, to: frontend.socketAddress)
                let expected = try header(version, client, frontend)
                let server = try await backend.next()
                #expect(try server.receiveAll(expected.count) == expected)
                try server.send("220 ready")
                #expect(try client.receiveText() == "220 ready")
            }
        },
        EngineScenario("PROXY protocol, TCP: a client that finishes at once is announced, and gets the answer") {
            engine in
            let backend = try TCPBackend(serve: nil)
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(frontend, ForwardingEntry(backend.backend, telling: .v2))
            for request in ["", "hello"] {
                let client = try TestSocket(.tcp, to: frontend.socketAddress)
                if !request.isEmpty { try client.send(request) }
                try client.shutdownWrite()
                let server = try await backend.next()
                // More than there is: up to the end of the stream.
                #expect(try server.receiveAll(1_000) == header(.v2, client, frontend) + Array(request.utf8))
                try server.send("answer")
                #expect(try client.receiveText() == "answer")
            }
        },
        EngineScenario("PROXY protocol, TCP: the backend that takes over from one that refuses is told once") {
            engine in
            let backend = try TCPBackend(serve: nil)
            let dead = Backend(address: Loopback.address(), port: 9)
            defer { backend.stop() }
            let frontend = Loopback.frontend(.tcp)
            await engine.serve(frontend, ForwardingEntry(backend.backend, dead, telling: .v1))
            for _ in 0..<20 {
                let client = try TestSocket(.tcp, to: frontend.socketAddress)
                try client.send("hello")
                try client.shutdownWrite()
                let server = try await backend.next()
                #expect(try server.receiveAll(1_000) == header(.v1, client, frontend) + Array("hello".utf8))
            }
        },
        EngineScenario("PROXY protocol, UDP: the first datagram of a flow has the header, the next ones have not") {
            engine in
            try await forEveryPath(.udp) { frontend, address in
                let backend = try UDPBackend(on: address)
                defer { backend.stop() }
                await engine.serve(frontend, ForwardingEntry(backend.backend, telling: .v2))
                for first in ["", "hello"] {
                    let client = try TestSocket(.udp, to: frontend.socketAddress)
                    for text in [first, "more", ""] { try client.send(text) }
                    #expect(try client.receive() == header(.v2, client, frontend) + Array(first.utf8))
                    #expect(try client.receiveText() == "more")
                    #expect(try client.receive().isEmpty)
                }
            }
        },
        EngineScenario("PROXY protocol, UDP: a flow that moves is announced to its next backend") { engine in
            let old = try UDPBackend()
            let new = try UDPBackend()
            defer { old.stop(); new.stop() }
            let frontend = Loopback.frontend(.udp)
            await engine.serve(frontend, ForwardingEntry(old.backend, telling: .v2))
            let client = try TestSocket(.udp, to: frontend.socketAddress)
            let told = try header(.v2, client, frontend)
            try client.send("1")
            #expect(try client.receive() == told + Array("1".utf8))
            await engine.serve(frontend, ForwardingEntry(new.backend, telling: .v2))
            try client.send("2")
            #expect(try client.receive() == told + Array("2".utf8))
            try client.send("3")
            #expect(try client.receiveText() == "3")
        },
        EngineScenario("PROXY protocol, UDP: after a refusal the next backend is told who the client is") { engine in
            let backend = try UDPBackend()
            let dead = Backend(address: Loopback.address(), port: 9)
            defer { backend.stop() }
            let frontend = Loopback.frontend(.udp)
            await engine.serve(frontend, ForwardingEntry(dead, telling: .v2))
            let client = try TestSocket(.udp, to: frontend.socketAddress)
            try client.send("lost")
            try await eventually("the refusal was seen") {
                await engine.counters().frontends[frontend]?.drops.isEmpty == false
            }
            await engine.serve(frontend, ForwardingEntry(dead, backend.backend, telling: .v2))
            try client.send("again")
            #expect(try client.receive() == header(.v2, client, frontend) + Array("again".utf8))
        },
        EngineScenario("PROXY protocol, UDP: a datagram that has no room for the header is dropped and counted") {
            engine in
            let backend = try UDPBackend()
            defer { backend.stop() }
            let frontend = Loopback.frontend(.udp)
            await engine.serve(frontend, ForwardingEntry(backend.backend, telling: .v2))
            let client = try TestSocket(.udp, to: frontend.socketAddress)
            try client.send([UInt8](repeating: 1, count: 65_507 - 27))
            let fitting = [UInt8](repeating: 2, count: 65_507 - 28)
            try client.send(fitting)
            #expect(try client.receive() == header(.v2, client, frontend) + fitting)
            try client.send([UInt8](repeating: 3, count: 65_507))
            #expect(try client.receive().count == 65_507)
            let counters = try #require(await engine.counters().frontends[frontend])
            #expect(counters.drops == ["SendFailed": 1])
            #expect(counters.bytesFromClients == 2 * 65_507 - 28, "a header is not the client's")
        },
        EngineScenario("PROXY protocol: a change of the wish leaves flows alone and holds for new ones") { engine in
            let tcp = try TCPBackend(serve: nil)
            let udp = try UDPBackend()
            defer { tcp.stop(); udp.stop() }
            let (stream, datagrams) = (Loopback.frontend(.tcp), Loopback.frontend(.udp))
            var flows: [(client: TestSocket, server: TestSocket, datagrams: TestSocket)] = []
            for wish in [nil, .v2, nil] as [ProxyProtocol?] {
                await engine.serve(
                    ForwardingTable(entries: [
                        stream: ForwardingEntry(tcp.backend, telling: wish),
                        datagrams: ForwardingEntry(udp.backend, telling: wish),
                    ]))
                for flow in flows {
                    try flow.client.send("old")
                    #expect(try flow.server.receiveText() == "old")
                    try flow.datagrams.send("old")
                    #expect(try flow.datagrams.receiveText() == "old")
                }
                let clients = try [stream, datagrams].map { try TestSocket($0.transport, to: $0.socketAddress) }
                for client in clients { try client.send("new") }
                let server = try await tcp.next()
                let headers = try wish.map {
                    [try header($0, clients[0], stream), try header($0, clients[1], datagrams)]
                }
                let expected = (headers ?? [[], []]).map { $0 + Array("new".utf8) }
                #expect(try server.receiveAll(expected[0].count) == expected[0])
                #expect(try clients[1].receive() == expected[1])
                flows.append((clients[0], server, clients[1]))
            }
        },
    ]
}

/// Does something with a frontend of each family and the address of a backend of each family.
private func forEveryPath(
    _ transport: TransportProtocol, _ body: (Frontend, IPAddress) async throws -> Void
) async throws {
    let port = try Loopback.freePort(transport, at: Loopback.ipv6)
    let frontends = [
        Loopback.frontend(transport), Frontend(address: Loopback.ipv6, port: port, transport: transport),
    ]
    for frontend in frontends {
        for address in [Loopback.address(), Loopback.ipv6] { try await body(frontend, address) }
    }
}

/// What a backend must be told of a client, written down once more.
private func header(_ version: ProxyProtocol, _ client: TestSocket, _ frontend: Frontend) throws -> [UInt8] {
    let source = try client.localAddress
    let isIPv4 = frontend.address.family == .ipv4
    if version == .v1 {
        let addresses = "\(source.address) \(frontend.address) \(source.port) \(frontend.port)"
        return Array("PROXY TCP\(isIPv4 ? 4 : 6) \(addresses)\r\n".utf8)
    }
    let kind: UInt8 = (isIPv4 ? 0x10 : 0x20) + (frontend.transport == .tcp ? 1 : 2)
    let ports = [source.port, frontend.port].flatMap { [UInt8($0 / 256), UInt8($0 % 256)] }
    return Array("\r\n\r\n\0\r\nQUIT\n".utf8) + [0x21, kind, 0, isIPv4 ? 12 : 36] + source.address.bytes
        + frontend.address.bytes + ports
}

extension ForwardingEntry {
    fileprivate init(_ backend: Backend, _ other: Backend? = nil, telling version: ProxyProtocol?) {
        self.init(backend)
        if let other { backends = [backend, other].sorted().map { WeightedBackend($0) } }
        proxyProtocol = version
    }
}

extension TCPBackend {
    /// The connection that comes next, or came since the last was asked for.
    fileprivate func next() async throws -> TestSocket {
        try await eventually("the backend was connected to") { !connections.isEmpty }
        let connection = try #require(connections.first)
        forget(connection)
        return connection
    }
}
