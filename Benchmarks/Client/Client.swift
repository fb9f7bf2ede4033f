import ArgumentParser
import FairwayDNS

/// What the bench runs in the client's namespace, where no other program measures what it wants to know.
struct Client: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client", abstract: "Parts that the bench runs in its namespaces.", shouldDisplay: false,
        subcommands: [Ping.self, Hold.self, Flood.self, Respond.self, Ask.self, CopyZone.self])
}

extension Transport: ExpressibleByArgument {}

extension DomainName: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// Whom a client talks to.
struct PeerOptions: ParsableArguments {
    @Option(help: "tcp or udp.")
    var transport: Transport

    @Option(help: "The IPv4 address to talk to.")
    var address: String

    @Option(help: "The port to talk to.")
    var port: UInt16
}
