import FairwayCore
import FairwayNet
import FairwayProxy
import Foundation
import Glibc
import SystemPackage
import Testing

extension EngineTests {
    @Suite("limits of the proxy engine", .serialized)
    struct ProxyEngineLimitsTests {
        @Test("a backend that does not answer at all is passed over for another")
        func silentBackend() async throws {
            let silent = try SilentListener()
            let backend = try TCPBackend.echo("b")
            defer { backend.stop() }
            try await withProxyEngine { engine in
                let frontend = Loopback.frontend(.tcp)
                await engine.serve(frontend, ForwardingEntry(silent.backend, backend.backend))
                let clients = try (0..<8).map { _ in try TestSocket(.tcp, to: frontend.socketAddress) }
                for client in clients { #expect(try client.receiveText() == "b") }
            }
        }

        @Test("without descriptors for more connections, the others wait their turn and are served")
        func fewDescriptors() async {
            await #expect(processExitsWith: .success) {
                try limitDescriptors()
                let backend = try TCPBackend.echo("b")
                try await withProxyEngine { engine in
                    let frontend = Loopback.frontend(.tcp)
                    await engine.serve(frontend, ForwardingEntry(backend.backend))
                    var clients: [TestSocket] = []
                    while let client = try? TestSocket(.tcp, to: frontend.socketAddress) { clients.append(client) }
                    try await eventually("the limit is met") {
                        await engine.counters().frontends[frontend]?.drops["TooManyOpenFiles"] ?? 0 > 0
                    }
                    clients = []
                    try await eventually("the engine has recovered") {
                        (try? TestSocket(.tcp, to: frontend.socketAddress).receiveText()) == "b"
                    }
                }
                backend.stop()
            }
        }

        @Test("a flood of UDP clients is limited, and leaves descriptors for others")
        func manySessions() async {
            await #expect(processExitsWith: .success) {
                let limit = try limitDescriptors()
                let udp = try UDPBackend("u")
                let tcp = try TCPBackend.echo("t")
                try await withProxyEngine { engine in
                    let address = Loopback.address()
                    let table = ForwardingTable([address], tcp: tcp.backend, udp: udp.backend)
                    await engine.serve(table)
                    for frontend in table.entries.keys where frontend.transport == .udp {
                        for _ in 0..<2 * limit { try TestSocket(.udp, to: frontend.socketAddress).send("x") }
                        try await eventually("the limit is met") {
                            await engine.counters().frontends[frontend]?.drops["TooManyFlows"] ?? 0 > 0
                        }
                    }
                    let client = try TestSocket(.tcp, to: SocketAddress(address: address, port: 12_345))
                    #expect(try client.receiveText() == "t")
                }
                tcp.stop()
                udp.stop()
            }
        }

        @Test("flows that nobody answers give up their places to new ones, and those that were answered do not")
        func unansweredFlows() async {
            await #expect(processExitsWith: .success) {
                let limit = try limitDescriptors()
                let (talking, silent) = (try UDPBackend("u"), try UDPBackend())
                silent.fallSilent()
                try await withProxyEngine { engine in
                    let (served, flooded) = (Loopback.frontend(.udp), Loopback.frontend(.udp))
                    var table = ForwardingTable(served, ForwardingEntry(talking.backend))
                    table.entries[flooded] = ForwardingEntry(silent.backend)
                    await engine.serve(table)
                    // In all fewer than one thread has places for.
                    let old = try (0..<6).map { _ in try TestSocket(.udp, to: served.socketAddress) }
                    for client in old {
                        try client.send("x")
                        #expect(try client.receiveText() == "ux")
                    }
                    for _ in 0..<2 * limit { try TestSocket(.udp, to: flooded.socketAddress).send("x") }
                    try await eventually("the limit is met") {
                        await engine.counters().frontends[flooded]?.drops["TooManyFlows"] ?? 0 > 0
                    }
                    for _ in 0..<6 {
                        let client = try TestSocket(.udp, to: served.socketAddress)
                        client.limitWaits(seconds: 1)
                        try await eventually("a new client is served") {
                            try client.send("x")
                            return (try? client.receiveText()) == "ux"
                        }
                    }
                    for client in old {
                        try client.send("x")
                        #expect(try client.receiveText() == "ux")
                    }
                    let counters = await engine.counters().frontends
                    #expect(counters[flooded]?.drops["UnansweredFlowReplaced"] ?? 0 > 0)
                    #expect(counters[served]?.drops["UnansweredFlowReplaced"] == nil)
                    // Nobody was given a second flow.
                    #expect(counters[served]?.newFlows == UInt64(old.count + 6))
                }
                talking.stop()
                silent.stop()
            }
        }
    }
}

/// A port at which SYNs are dropped, since its queue is full and nobody accepts.
private struct SilentListener {
    let backend: Backend
    private let listener: TestSocket
    private let waiting: [TestSocket]

    init() throws {
        let address = SocketAddress(address: Loopback.address(), port: 0)
        listener = try TestSocket(.tcp)
        try listener.bind(to: address)
        try listener.listen(backlog: 0)
        let bound = try listener.localAddress
        backend = Backend(address: bound.address, port: bound.port)
        waiting = try (0..<3).map { _ in
            let socket = try TestSocket(.tcp)
            _ = fcntl(socket.descriptor, F_SETFL, O_NONBLOCK)
            #expect(throws: Errno.nowInProgress) { try socket.connect(to: bound) }
            return socket
        }
    }
}

/// Leaves the process few descriptors, though so many that an engine alone cannot use them up beside those that it has of
/// whoever started it: Dispatch opens files to see how its threads fare, and ends the process where it cannot.
/// For a process of its own, as limits are the whole process's.
///
/// - Returns: the limit.
@discardableResult
private func limitDescriptors() throws -> Int {
    let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { UInt($0) }
    let number = 8 * (open.max() ?? 0) + 200
    var limit = rlimit(rlim_cur: number, rlim_max: number)
    try check(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit))
    return Int(number)
}
