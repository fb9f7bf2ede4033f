import ArgumentParser
import FairwayNet
import Logging
import ServiceLifecycle
import UnixSignals

struct Echo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The example backend: upper-cases what it receives, over TCP and UDP, and sends it back.")

    @Option(help: ArgumentHelp("Where to listen, on both protocols (default: [::]:12345).", valueName: "address:port"))
    var listen: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let settings = try await common.settings()
        let address = try SocketAddress(
            flag: "listen", value: settings.string("listen", flag: listen) ?? "[::]:12345")
        let logger = try common.logger(settings)
        let server = EchoServer(address: address) {
            logger.info("echoing", metadata: ["address": "\($0)", "protocols": "TCP, UDP"])
        }
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: server, failureTerminationBehavior: .cancelGroup)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }
}
