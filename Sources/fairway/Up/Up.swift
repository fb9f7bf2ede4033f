import ArgumentParser
import FairwayKubernetesServer
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Run everything on this machine, without a cluster: an API for kubectl, the controller, the node, DNS.",
        discussion: """
            Prints the line `ready` on standard output once everything listens and the first table is applied. SIGTERM \
            and SIGINT end it in good order, a second one at once; SIGHUP reads the files of -f again; SIGUSR2 hands over \
            to the program that is at its path by then, without a connection or datagram lost.
            """)

    @Option(
        name: .customShort("f"),
        help: ArgumentHelp(
            """
            A manifest, or a folder of manifests, to apply and to watch. May be given several times (FAIRWAY_FILES, \
            files:).
            """, valueName: "path"))
    var files: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Addresses to give out: a prefix or a range. May be given several times (default: \(PoolFlag.standardRange)).
            """, valueName: "range"))
    var pool: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Where questions about names are answered, over UDP and TCP; off: nowhere. May be given several times (default: \
            \(DNSFlag.standardAddress)).
            """, valueName: "address:port"))
    var dns: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            A zone in which Services have names: SERVICE.NAMESPACE.ZONE. May be given several times (default: \
            \(ZoneFlag.standardZone)).
            """, valueName: "name"))
    var zone: [String] = []

    @OptionGroup var drain: DrainOptions
    @OptionGroup var api: APIOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        // What is executed in our place may be told so by whoever wanted that.
        HandoverRequests.ignoreSignal()
        let executable = Executable.current
        let settings = try await common.settings()
        let logger = try common.logger(settings)
        let files = settings.strings("files", flags: self.files)
        if let missing = files.first(where: { !FileManager.default.fileExists(atPath: $0) }) {
            throw CommandError(
                "there is no \(missing): -f takes YAML or JSON files and folders of them", exitCode: .validationFailure)
        }
        let dns = try DNSFlag(settings.strings("dns", flags: self.dns), standard: [DNSFlag.standardAddress])
        let wishes = UpWishes(
            address: try api.address(settings), stateDirectory: api.state.directory(settings),
            pool: try PoolFlag(settings.strings("pool", flags: self.pool)), dns: dns,
            zones: try zones(settings, dns), files: files,
            drainTimeout: try drain.timeout(settings), logger: logger)
        // Last, as it makes the state folder: a bad wish leaves nothing behind.
        let requests = HandoverRequests(logger: logger)
        let life = try await UpLife(wishes, executable, after: try Predecessor.meet(), requests: requests)
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: SecondSignal()), .init(service: requests)],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        // It ends by itself where it has handed over.
        configuration.services.append(.init(service: life, successTerminationBehavior: .gracefullyShutdownGroup))
        try await ServiceGroup(configuration: configuration).runUntilStopped()
    }

    private func zones(_ settings: Settings, _ dns: DNSFlag) throws -> ZoneFlag {
        let zones = settings.strings("zone", flags: zone)
        guard zones.isEmpty || !dns.isOff else {
            throw CommandError(
                "--zone cannot be \(zones[0]) while --dns is off: give an address to answer at, or leave --zone away",
                exitCode: .validationFailure)
        }
        return try ZoneFlag(zones)
    }
}

extension ServiceGroup {
    /// Runs until a signal ends it; a failure of a part becomes the command's.
    func runUntilStopped() async throws {
        do {
            try await run()
        } catch let error as ServerFailure {
            throw CommandError("\(error)")
        }
    }
}
