import ArgumentParser
import FairwayControl
import FairwayResources
import Foundation

struct Controller: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Give addresses to the LoadBalancer Services of a cluster. Several may run; one leads.",
        discussion: """
            Prints the line `ready` on standard output once everything is read. The one that holds the Lease \
            `\(ElectedController.lease)` acts. SIGTERM and SIGINT end it in good order, and another one goes on at once.
            """)

    @Option(
        help: ArgumentHelp(
            "The loadBalancerClass of the Services to serve (default: \(LoadBalancerClasses().name)).",
            valueName: "class"))
    var loadBalancerClass: String?

    @Option(
        help: ArgumentHelp("Whether to serve Services without a class too (default: true).", valueName: "true|false"))
    var classless: String?

    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let settings = try await common.settings()
        let logger = try common.logger(settings)
        let classes = try classes(settings)
        let host = ProcessInfo.processInfo.hostName
        try await cluster.run(settings, logger) { client in
            let controller = ElectedController(
                client: client, namespace: cluster.namespace(settings), identity: "\(host)_\(UUID())", instance: host,
                classes: classes, logger: logger)
            return [controller, Readiness { await controller.firstSync() }]
        }
    }

    private func classes(_ settings: Settings) throws -> LoadBalancerClasses {
        var classes = LoadBalancerClasses()
        if let name = settings.string("load-balancer-class", flag: loadBalancerClass) {
            guard !name.isEmpty else {
                throw CommandError(
                    "--load-balancer-class cannot be empty: give a name like \(classes.name); Services without a class "
                        + "are the matter of --classless", exitCode: .validationFailure)
            }
            classes.name = name
        }
        if let text = settings.string("classless", flag: classless) {
            guard let isWanted = Bool(text) else {
                throw CommandError(
                    "--classless cannot be \(text): give true or false", exitCode: .validationFailure)
            }
            classes.classless = isWanted
        }
        return classes
    }
}
