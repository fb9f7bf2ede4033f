import ArgumentParser
import FairwayNameServer
import FairwayNode
import FairwayProxy

struct Node: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Forward the traffic of a cluster's LoadBalancer Services on this machine.",
        discussion: """
            Prints the line `ready` on standard output once the first table is applied. SIGTERM and SIGINT end it in good \
            order, a second one at once.
            """)

    @Option(help: ArgumentHelp("The name of this node in the cluster.", valueName: "name"))
    var nodeName: String?

    @Option(help: ArgumentHelp("What forwards: auto or proxy (default: auto).", valueName: "engine"))
    var engine: String?

    @Option(
        help: ArgumentHelp(
            """
            Where questions about names are answered, over UDP and TCP. May be given several times (default: nowhere).
            """, valueName: "address:port"))
    var dns: [String] = []

    @OptionGroup var drain: DrainOptions
    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let settings = try await common.settings()
        let logger = try common.logger(settings)
        let name = try name(settings)
        try checkEngine(settings.string("engine", flag: engine) ?? "auto")
        let drainTimeout = try drain.timeout(settings)
        let nameServer = try DNSFlag(settings.strings("dns", flags: dns), standard: []).open(identifier: name)
        let engine = try ProxyEngine()
        do {
            try await cluster.run(settings, logger) { client in
                let agent = NodeAgent(
                    node: NodeIdentity(name: name, hasUnnamedEndpoints: false),
                    namespace: cluster.namespace(settings), client: client, engine: engine, nameServer: nameServer,
                    logger: logger)
                return [agent, Readiness { await agent.firstApply() }]
            }
        } catch {
            await nameServer?.close()
            await engine.close()
            throw error
        }
        await nameServer?.close()
        // Whoever is being served may finish; a second signal does not wait for that.
        await engine.close(grace: drainTimeout)
    }

    private func name(_ settings: Settings) throws -> String {
        guard let name = settings.string("node-name", flag: nodeName), !name.isEmpty else {
            throw CommandError(
                "--node-name is missing: give the name that the cluster knows this node by (in a pod: FAIRWAY_NODE_NAME "
                    + "from the field spec.nodeName)", exitCode: .validationFailure)
        }
        // RFC 1123, as Kubernetes wants it of objects' names.
        guard name.wholeMatch(of: /[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/) != nil,
            name.utf8.count <= 240
        else {
            throw CommandError(
                "--node-name cannot be \(name): a node's name has lower case letters, digits, - and ., and is at most 240 "
                    + "long", exitCode: .validationFailure)
        }
        return name
    }

    private func checkEngine(_ engine: String) throws {
        switch engine {
        case "auto", "proxy": return
        case "kernel":
            throw CommandError(
                "--engine cannot be kernel: this version of Fairway has no kernel engine yet; give auto or proxy",
                exitCode: .validationFailure)
        default:
            throw CommandError(
                "--engine cannot be \(engine): give auto or proxy", exitCode: .validationFailure)
        }
    }
}
