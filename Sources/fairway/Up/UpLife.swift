import FairwayCore
import FairwayKubernetesServer
import FairwayLinux
import FairwayNameServer
import FairwayProxy
import Logging
import ServiceLifecycle
import Synchronization

/// `up` from its start to its end: the engine and the API's listening socket, which stay, and the control side, which
/// ends where another process takes this one's place, and is run again where that fails.
final class UpLife: ServiceLifecycle.Service {
    /// How long connections may take to come to their end where another process serves: those that carry nothing are ended
    /// by their idle timeouts long before. Whoever upgrades every week has no more than one process too many.
    private static let longestRelay = Duration.seconds(24 * 3_600)

    private let wishes: UpWishes
    private let engine: ProxyEngine
    /// The same as the roles see it.
    private let face: any Engine
    /// Until it runs: from then on they are let go as soon as another process serves.
    private let opened: Mutex<(server: KubernetesAPIServer, socket: BoundSocket, nameServer: AuthoritativeServer?)?>
    private let predecessor: Predecessor?
    private let succession: Succession

    /// Opens everything that may be refused, as soon as a predecessor has let go of it; nothing is served yet.
    init(
        _ wishes: UpWishes, _ executable: Executable, after predecessor: Predecessor?, requests: HandoverRequests
    ) async throws {
        let inheritance = try await predecessor?.state()
        let server = try wishes.server()
        let socket = try inheritance?.socket.fitting(wishes.address) ?? .listen(forAPIAt: wishes.address)
        opened = Mutex((server, socket, try wishes.dns.open(inheriting: inheritance?.names ?? [])))
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
        // Whoever is being served may finish; a second signal does not wait for that.
        if hasEnded {
            ServiceNotification.stopping()
            await engine.close(grace: wishes.drainTimeout)
        } else {
            await relayToTheEnd()
        }
    }

    /// Lets the connections that are left come to their end beside the process that serves: when this one is told to end,
    /// in the time that they would have had without a handover.
    private func relayToTheEnd() async {
        await withTaskGroup { group in
            group.addTask { await self.engine.close(grace: Self.longestRelay) }
            group.addTask {
                do {
                    try await gracefulShutdown()
                    await self.engine.close(grace: self.wishes.drainTimeout)
                } catch {
                    // Cancelled, as no connection is left.
                }
            }
            await group.next()
            group.cancelAll()
        }
    }

    /// - Returns: whether it was told to end; else another process serves in its place.
    private func serve() async throws -> Bool {
        guard let (server, socket, nameServer) = opened.withLock({ $0.take() }) else {
            preconditionFailure("A life is run once")
        }
        try await run(server, at: socket, nameServer) { [self] port in
            try await predecessor?.conclude()
            wishes.summarize(port: port, names: nameServer?.addresses ?? [])
            Readiness.announce()
            succession.open()
        }
        while let successor = succession.takeSuccessor() {
            if await handOver(to: successor, with: socket, nameServer) {
                await nameServer?.finish()
                return false
            }
            guard let server = await serverAgain() else { break }
            try await run(server, at: socket, nameServer) { _ in }
        }
        await nameServer?.close()
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
        _ server: KubernetesAPIServer, at socket: BoundSocket, _ nameServer: AuthoritativeServer?,
        serving: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        try await ControlSide(wishes: wishes, engine: face, nameServer: nameServer, socket: socket)
            .run(server, until: succession, serving: serving)
    }

    private func handOver(
        to successor: Successor, with socket: BoundSocket, _ nameServer: AuthoritativeServer?
    ) async -> Bool {
        do throws(HandoverFailure) {
            try await successor.take(socket, nameServer, from: engine)
            return true
        } catch {
            successor.kill()
            await engine.thaw()
            if !Task.isShuttingDownGracefully { succession.failed(error) }
            return false
        }
    }
}
