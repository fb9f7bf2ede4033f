import FairwayCore
import FairwayNet
import SystemPackage
import Testing

extension EngineScenario {
    static let affinity =
        [TransportProtocol.tcp, .udp].flatMap { transport in
            [AddressFamily.ipv4, .ipv6].flatMap { affinity($0, transport) }
        } + affinityOfPorts

    private static func affinity(_ family: AddressFamily, _ transport: TransportProtocol) -> [EngineScenario] {
        let kind = "\(transport) over \(family.rawValue)"
        return [
            EngineScenario("\(kind): with affinity a client's flows all go to the backend of its first") { engine in
                let place = try Place(transport, family, names: ["a", "b", "c", "d"])
                defer { place.stop() }
                await engine.serve(place.frontend, place.entry(affinity: ClientAffinity()))
                let homes = try (0..<40).map { _ in try place.open().name }
                #expect(Set(homes).count == 1)
            },
            EngineScenario("\(kind): a backend that drains or goes loses its clients to another at once") { engine in
                let place = try Place(transport, family, names: ["a", "b", "c", "d"])
                defer { place.stop() }
                await engine.serve(place.frontend, place.entry(affinity: ClientAffinity()))
                let old = try place.open()
                await engine.serve(place.frontend, place.entry(draining: [old.name], affinity: ClientAffinity()))
                let next = try (0..<20).map { _ in try place.open().name }
                #expect(Set(next).count == 1 && !next.contains(old.name))
                #expect(try old.isAnswered(by: old.name))
                await engine.serve(place.frontend, place.entry(without: [next[0]], affinity: ClientAffinity()))
                let last = try (0..<20).map { _ in try place.open().name }
                #expect(Set(last).count == 1 && !last.contains(next[0]))
            },
            EngineScenario("\(kind): affinity is switched on and off under flows, which stay") { engine in
                let place = try Place(transport, family, names: ["a", "b", "c", "d"])
                defer { place.stop() }
                var flows: [Flow] = []
                for affinity in [nil, ClientAffinity(), nil, ClientAffinity()] {
                    await engine.serve(place.frontend, place.entry(affinity: affinity))
                    let new = try (0..<30).map { _ in try place.open() }
                    #expect((Set(new.map(\.name)).count == 1) == (affinity != nil))
                    flows += new
                    for flow in flows { #expect(try flow.isAnswered(by: flow.name)) }
                }
            },
            EngineScenario("\(kind): a client whose backend refuses goes to another, and stays there") { engine in
                let place = try Place(transport, family, names: ["a", "b", "c"])
                defer { place.stop() }
                let dead = Backend(
                    address: place.frontend.address, port: try Loopback.freePort(transport, at: place.frontend.address))
                var entry = place.entry(affinity: ClientAffinity())
                let alive = entry.backends
                entry.backends = [WeightedBackend(dead)]
                await engine.serve(place.frontend, entry)
                let lost = try place.client()
                if transport == .udp { try lost.send("x") }
                try await eventually("the refusal was seen") {
                    await engine.counters().frontends[place.frontend]?.drops.isEmpty == false
                }
                entry.backends = (alive + entry.backends).sorted { $0.backend < $1.backend }
                await engine.serve(place.frontend, entry)
                // Only then does UDP find another: a datagram that was refused is lost.
                if transport == .udp {
                    try lost.send("x")
                    _ = try lost.receiveText()
                }
                let homes = try (0..<20).map { _ in try place.open().name }
                #expect(Set(homes).count == 1)
            },
        ]
    }

    private static let affinityOfPorts = [
        EngineScenario("a client that makes no new flow for as long as the timeout is a new one") { engine in
            let place = try Place(.udp, .ipv4, names: ["old", "new"])
            defer { place.stop() }
            let addresses = (0..<4).map { _ in Loopback.address() }
            let idle = IdleTimeouts(udpUnreplied: 2, udpReplied: 2)
            var entry = place.entry(without: ["new"], affinity: ClientAffinity())
            entry.timeouts = idle
            await engine.serve(place.frontend, entry)
            for address in addresses { #expect(try place.open(from: address).name == "old") }

            // The old one would hardly get a flow any more.
            entry.backends = place.entry().backends.map {
                WeightedBackend($0.backend, weight: entry.backends.contains($0) ? 1 : 1_000)
            }
            await engine.serve(place.frontend, entry)
            for address in addresses { #expect(try place.open(from: address).name == "old") }

            entry.affinity = ClientAffinity(timeout: 1)
            await engine.serve(place.frontend, entry)
            // A flow that is forgotten after two seconds of silence says that more than one has passed.
            try await eventually("the flows are forgotten") {
                await engine.counters().frontends[place.frontend]?.activeFlows == 0
            }
            #expect(try addresses.contains { try place.open(from: $0).name == "new" })
        },
        EngineScenario("affinity is kept by port: its addresses share it, another port has its own") { engine in
            let place = try Place(.tcp, .ipv4, names: ["a", "b"])
            defer { place.stop() }
            let sibling = Frontend(address: Loopback.address(), port: place.frontend.port, transport: .tcp)
            let other = Frontend(address: place.frontend.address, port: place.frontend.port + 1, transport: .tcp)
            let address = Loopback.address()
            await engine.serve(
                ForwardingTable(entries: [
                    place.frontend: place.entry(without: ["b"], affinity: ClientAffinity()),
                    other: place.entry(without: ["a"], affinity: ClientAffinity()),
                ]))
            #expect(try place.open(from: address).name == "a")
            #expect(try place.open(from: address, at: other).name == "b")
            let entry = place.entry(affinity: ClientAffinity())
            await engine.serve(ForwardingTable(entries: [place.frontend: entry, other: entry, sibling: entry]))
            for _ in 0..<20 {
                #expect(try place.open(from: address).name == "a")
                #expect(try place.open(from: address, at: sibling).name == "a")
                #expect(try place.open(from: address, at: other).name == "b")
            }
        },
    ]
}

/// A flow, and the backend that answered its first word.
private struct Flow {
    let socket: TestSocket
    let transport: TransportProtocol
    let name: String

    /// Whether the same backend, and no other, answers now.
    func isAnswered(by name: String) throws -> Bool {
        try socket.send("!")
        return try socket.receiveText() == (transport == .tcp ? "!" : name + "!")
    }
}

/// A frontend with backends that say their names.
private struct Place {
    let frontend: Frontend
    private var backends: [String: Backend] = [:]
    private var stops: [() -> Void] = []

    init(_ transport: TransportProtocol, _ family: AddressFamily, names: [String]) throws {
        if family == .ipv4 {
            frontend = Loopback.frontend(transport)
        } else {
            let port = try Loopback.freePort(transport, at: Loopback.ipv6)
            frontend = Frontend(address: Loopback.ipv6, port: port, transport: transport)
        }
        for name in names {
            let address = family == .ipv4 ? Loopback.address() : Loopback.ipv6
            if transport == .tcp {
                let backend = try TCPBackend.echo(name, on: address)
                backends[name] = backend.backend
                stops.append(backend.stop)
            } else {
                let backend = try UDPBackend(name, on: address)
                backends[name] = backend.backend
                stops.append(backend.stop)
            }
        }
    }

    func stop() { stops.forEach { $0() } }

    /// An entry of all backends, but those that drain or are left out.
    func entry(
        draining: [String] = [], without: [String] = [], affinity: ClientAffinity? = nil
    ) -> ForwardingEntry {
        let taking = backends.filter { !draining.contains($0.key) && !without.contains($0.key) }
        return ForwardingEntry(
            service: ServiceKey(namespace: "default", name: "echo"),
            backends: taking.values.sorted().map { WeightedBackend($0) },
            draining: draining.compactMap { backends[$0] }.sorted(), affinity: affinity)
    }

    func client(from address: IPAddress? = nil, at frontend: Frontend? = nil) throws -> TestSocket {
        let socket = try TestSocket(self.frontend.transport, self.frontend.address.family)
        if let address { try socket.bind(to: SocketAddress(address: address, port: 0)) }
        try socket.connect(to: (frontend ?? self.frontend).socketAddress)
        return socket
    }

    /// A new flow.
    func open(from address: IPAddress? = nil, at frontend: Frontend? = nil) throws -> Flow {
        let socket = try client(from: address, at: frontend)
        if self.frontend.transport == .udp { try socket.send("") }
        return Flow(socket: socket, transport: self.frontend.transport, name: try socket.receiveText())
    }
}
