import FairwayCore
import FairwayKubernetesServer
import FairwayLinux
import FairwayNameServer
import ServiceLifecycle

/// The API and the roles that are its clients. Engine and name server go on by what they have when these have ended, and
/// connections to the API wait in its socket.
struct ControlSide {
    let wishes: UpWishes
    let engine: any Engine
    let nameServer: AuthoritativeServer?
    /// Where the API listens.
    let socket: BoundSocket

    /// Runs until it is shut down, or there is a process to take its place. For `serving` see `UpRoles`.
    func run(
        _ server: KubernetesAPIServer, until succession: Succession,
        serving: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let roles = UpRoles(
            server: server, engine: engine, nameServer: nameServer, wishes: wishes, serving: serving)
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(service: ListeningServer(server: server, socket: socket)), .init(service: roles),
                    .init(service: succession, successTerminationBehavior: .gracefullyShutdownGroup),
                ], logger: wishes.logger)
        ).run()
    }
}

/// The API's server at a socket that it was given.
private struct ListeningServer: ServiceLifecycle.Service {
    let server: KubernetesAPIServer
    let socket: BoundSocket

    func run() async throws { try await server.run(at: .socket(socket.number)) }
}
