import ArgumentParser
import FairwayKubernetesServer
import FairwayNet
import Logging
import ServiceLifecycle
import UnixSignals

struct API: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api", abstract: "Run the embedded Kubernetes API alone, for a lab.")

    @Option(
        help: ArgumentHelp(
            "Where the API listens (default: \(APIOptions.standardAddress)).", valueName: "address:port"))
    var listen: String?

    @OptionGroup var state: StateOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let settings = try await common.settings()
        let logger = try common.logger(settings)
        let address = try SocketAddress(
            flag: "listen", value: settings.string("listen", flag: listen) ?? APIOptions.standardAddress)
        let server = try KubernetesAPIServer.opened(
            address: address, stateDirectory: state.directory(settings), logger: logger)
        try await ServiceGroup(
            services: [
                SecondSignal(), NoHandover(logger: logger), server, Announcement(server: server, logger: logger),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).runUntilStopped()
    }
}

/// Says when the API listens: `ready` on standard output.
private struct Announcement: Service {
    let server: KubernetesAPIServer
    let logger: Logger

    func run() async throws {
        // Where it never listens, its own failure ends the group: to return before that would be taken for one of ours.
        guard let port = await server.port() else { return try await gracefulShutdown() }
        logger.info("the API listens", metadata: ["port": "\(port)", "kubeconfig": "\(server.kubeconfigPath)"])
        Readiness.announce()
        try await gracefulShutdown()
    }
}
