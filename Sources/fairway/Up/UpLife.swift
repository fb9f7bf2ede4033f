import FairwayCore
import FairwayKubernetesServer
import FairwayLinux
import FairwayProxy
import Logging
import ServiceLifecycle

/// `up` from its start to its end: the engine and the API's listening socket, which stay, and the control side, which
/// ends where another process takes this one's place, and is run again where that fails.
struct UpLife: ServiceLifecycle.Service {
    private let wishes: UpWishes
    private let engine: ProxyEngine
    /// The same as the roles see it.
    private let face: any Engine
    private let socket: BoundSocket
    private let server: KubernetesAPIServer
    private let predecessor: Predecessor?
    private let succession: Succession

    /// Opens everything that may be refused, as soon as a predecessor has let go of it; nothing is served yet.
    init(
        _ wishes: UpWishes, _ executable: Executable, after predecessor: Predecessor?, requests: HandoverRequests
    ) async throws {
        let inheritance = try await predecessor?.state()
        server = try wishes.server()
        socket = try inheritance?.socket.fitting(wishes.address) ?? .listen(forAPIAt: wishes.address)
        let engine = try ProxyEngine(threads: inheritance?.threads)
        self.engine = engine
        face = predecessor.map { SucceedingEngine(engine, after: $0) } ?? engine
        succession = Succession(
            executable, meetingAt: wishes.stateDirectory + "/handover", requests: requests, logger: wishes.logger)
        self.predecessor = predecessor
        self.wishes = wishes
    }

    func run() async throws {
        let hasEnded: Bool
        do {
            hasEnded = try await serve()
        } catch {
            succession.takeSuccessor()?.kill()
            await engine.close()
            throw error
        }
        if hasEnded { ServiceNotification.stopping() }
        // Whoever is being served may finish; a second signal does not wait for that.
        await engine.close(grace: wishes.drainTimeout)
    }

    /// - Returns: whether it was told to end; else another process serves in its place.
    private func serve() async throws -> Bool {
        try await run(server) { port in
            try await predecessor?.conclude()
            wishes.summarize(port: port)
            Readiness.announce()
            succession.open()
        }
        while let successor = succession.takeSuccessor() {
            if await handOver(to: successor) { return false }
            guard let server = await serverAgain() else { break }
            try await run(server) { _ in }
        }
        return true
    }

    /// The server, once more; `nil` where this process is to end. What keeps the state folder away may pass.
    private func serverAgain() async -> KubernetesAPIServer? {
        while !Task.isShuttingDownGracefully {
            do {
                return try wishes.server()
            } catch {
                wishes.logger.error("the API cannot go on yet", metadata: ["error": "\(error)"])
                await cancelWhenGracefulShutdown { try? await Task.sleep(for: .seconds(1)) }
            }
        }
        return nil
    }

    private func run(
        _ server: KubernetesAPIServer, serving: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        try await ControlSide(wishes: wishes, engine: face, socket: socket)
            .run(server, until: succession, serving: serving)
    }

    private func handOver(to successor: Successor) async -> Bool {
        do throws(HandoverFailure) {
            try await successor.take(socket, from: engine)
            return true
        } catch {
            successor.kill()
            await engine.thaw()
            if !Task.isShuttingDownGracefully { succession.failed(error) }
            return false
        }
    }
}
