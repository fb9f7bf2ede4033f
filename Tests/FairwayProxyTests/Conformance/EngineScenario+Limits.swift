import FairwayCore
import FairwayNet
import SystemPackage
import Testing

extension EngineScenario {
    static let limits = [
        EngineScenario("a Service's flows are limited over all its ports, protocols and addresses") { engine in
            let service = try LimitedService()
            defer { service.stop() }
            await engine.serve(service.table(FlowLimits(flows: 3)))
            var streams = try service.tcp.map { try TestSocket(.tcp, to: $0.socketAddress) }
            for stream in streams { #expect(try stream.receiveText() == "t") }
            let datagrams = try TestSocket(.udp, to: service.udp.socketAddress)
            #expect(try datagrams.answer(to: "1") == "u1")

            let refused = try TestSocket(.tcp, to: service.tcp[0].socketAddress)
            #expect(throws: Errno.connectionReset) { try refused.receive() }
            let silent = try TestSocket(.udp, to: service.udp.socketAddress)
            for _ in 0..<3 { try silent.send("x") }
            try await eventually("what is refused is counted") {
                let drops = (await engine.drops(service.tcp[0]), await engine.drops(service.udp))
                return drops == (["TooManyConnections": 1], ["TooManyConnections": 3])
            }
            #expect(try datagrams.answer(to: "2") == "u2")

            streams.removeLast()
            try await eventually("a flow that has ended makes room for one more") {
                try service.isServed(at: service.tcp[0], keeping: &streams)
            }
            #expect(throws: Errno.connectionReset) {
                try TestSocket(.tcp, to: service.tcp[1].socketAddress).receive()
            }
        },
        EngineScenario("a limit that changes is for new flows, and counts those that there are") { engine in
            let service = try LimitedService()
            defer { service.stop() }
            await engine.serve(service.table(FlowLimits()))
            var streams = try (0..<3).map { _ in try TestSocket(.tcp, to: service.tcp[0].socketAddress) }
            for stream in streams { #expect(try stream.receiveText() == "t") }
            await engine.serve(service.table(FlowLimits(flows: 1)))
            for stream in streams { #expect(try stream.answer(to: "x") == "x") }
            #expect(throws: Errno.connectionReset) {
                try TestSocket(.tcp, to: service.tcp[1].socketAddress).receive()
            }
            await engine.serve(service.table(FlowLimits(flows: 4)))
            #expect(try service.isServed(at: service.tcp[1], keeping: &streams))
            await engine.serve(service.table(FlowLimits()))
            #expect(try service.isServed(at: service.tcp[1], keeping: &streams))
        },
        EngineScenario("a frontend that goes to another Service takes its flows along") { engine in
            let service = try LimitedService()
            defer { service.stop() }
            await engine.serve(service.table(FlowLimits(flows: 2)))
            var streams: [TestSocket] = []
            for _ in 0..<2 { #expect(try service.isServed(at: service.tcp[0], keeping: &streams)) }
            let other = ServiceKey(namespace: "default", name: "other")
            await engine.serve(service.table(FlowLimits(flows: 2), first: other))
            for stream in streams { #expect(try stream.answer(to: "x") == "x") }
            #expect(throws: Errno.connectionReset) {
                try TestSocket(.tcp, to: service.tcp[0].socketAddress).receive()
            }
            for _ in 0..<2 { #expect(try service.isServed(at: service.tcp[1], keeping: &streams)) }
        },
        EngineScenario("the flows that one client begins each second are limited, TCP and UDP together") { engine in
            let service = try LimitedService()
            defer { service.stop() }
            let rate: UInt32 = 5
            await engine.serve(service.table(FlowLimits(newPerSecond: rate)))
            let (client, other) = (Loopback.address(), Loopback.address())
            let start = ContinuousClock.now
            // Kept, since a port that is used again would go on with the flow that it had.
            let sockets = try (0..<100).flatMap { _ in
                try TransportProtocol.allCases.map { try service.connect($0, from: client) }
            }
            for socket in sockets { _ = try? socket.send("x") }
            try await eventually("all have been accepted or refused") { await engine.tally(service).total == 200 }
            let (admitted, seconds) = (await engine.tally(service).admitted, start.duration(to: .now) / .seconds(1))
            // One second's flows at once, and what the time that this took has brought.
            #expect(admitted >= UInt64(rate))
            #expect(Double(admitted) <= Double(rate) * (1 + seconds) + 1)
            #expect(try service.connect(.tcp, from: other).receiveText() == "t")
        },
    ]
}

/// Backends of both protocols, and a Service of two ports.
private struct LimitedService {
    private let backends: (tcp: TCPBackend, udp: UDPBackend)
    private let addresses = (Loopback.address(), Loopback.address())
    private let key = ServiceKey(namespace: "default", name: "limited")

    init() throws {
        backends = (try TCPBackend.echo("t"), try UDPBackend("u"))
    }

    func stop() {
        backends.tcp.stop()
        backends.udp.stop()
    }

    /// Of two addresses.
    var tcp: [Frontend] {
        [addresses.0, addresses.1].map { Frontend(address: $0, port: 12_345, transport: .tcp) }
    }

    var udp: Frontend { Frontend(address: addresses.0, port: 12_346, transport: .udp) }

    /// `first` is the Service that has the first frontend.
    func table(_ limits: FlowLimits, first: ServiceKey? = nil) -> ForwardingTable {
        var table = ForwardingTable()
        for frontend in tcp + [udp] {
            var entry = ForwardingEntry(frontend.transport == .tcp ? backends.tcp.backend : backends.udp.backend)
            entry.service = frontend == tcp[0] ? first ?? key : key
            entry.limits = limits
            table.entries[frontend] = entry
        }
        return table
    }

    func connect(_ transport: TransportProtocol, from client: IPAddress) throws -> TestSocket {
        let socket = try TestSocket(transport)
        try socket.bind(to: SocketAddress(address: client, port: 0))
        try socket.connect(to: (transport == .tcp ? tcp[0] : udp).socketAddress)
        return socket
    }

    /// Whether one more connection is served, which is kept if so.
    func isServed(at frontend: Frontend, keeping streams: inout [TestSocket]) throws -> Bool {
        let stream = try TestSocket(.tcp, to: frontend.socketAddress)
        do {
            guard try stream.receiveText() == "t" else { return false }
            streams.append(stream)
            return true
        } catch Errno.connectionReset {
            return false
        }
    }
}

extension TestSocket {
    fileprivate func answer(to text: String) throws -> String {
        try send(text)
        return try receiveText()
    }
}

extension Engine {
    fileprivate func drops(_ frontend: Frontend) async -> [String: UInt64] {
        await counters().frontends[frontend]?.drops ?? [:]
    }

    /// The flows that were begun, and all that were to begin.
    fileprivate func tally(_ service: LimitedService) async -> (admitted: UInt64, total: UInt64) {
        let counters = await counters().frontends.values
        let admitted = counters.reduce(0) { $0 + $1.newFlows }
        return (admitted, counters.reduce(admitted) { $0 + ($1.drops["TooManyNewConnections"] ?? 0) })
    }
}
