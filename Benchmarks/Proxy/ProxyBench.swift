import ArgumentParser
import Foundation
import Glibc

/// How fast the data path is, beside other ways of getting TCP and UDP to a backend.
///
/// All traffic is between network namespaces that the bench makes, and removes also when it fails or is interrupted.
struct ProxyBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proxy", abstract: "From a client through a balancer to a server: throughput beside others'.")

    @Option(help: "How many rounds are measured, after one to warm up; at least one.")
    var rounds = 5

    @Option(help: "How long each measurement takes, in seconds; at least one.")
    var seconds = 2

    @Option(help: "How many exchanges a ping-pong has when nothing else happens; at least one.")
    var exchanges = 5_000

    @Option(help: "How many idle connections, or flows, are held to see what memory they take; at least one.")
    var held = 5_000

    @OptionGroup var folder: ResultFolder

    @Flag(help: "Only print what each contender is told.")
    var showConfiguration = false

    func validate() throws {
        try expectAtLeastOne([("rounds", rounds), ("seconds", seconds), ("exchanges", exchanges), ("held", held)])
    }

    func run() async throws {
        DescriptorAllowance.raise()
        if showConfiguration { return printConfigurations() }
        guard geteuid() == 0 else {
            say("the bench of the data path makes network namespaces, which only root may: run it as root")
            throw ExitCode(77)
        }
        let lacking = ["timeout", "nsenter", "ip", "sysctl"].filter { !isInstalled($0) }
        guard lacking.isEmpty else {
            say("the bench of the data path needs \(lacking.joined(separator: ", ")): install what is named")
            throw ExitCode(69)
        }
        let contenders = Contender.allCases.filter { isThere($0.title, tools: $0.tools, files: $0.files) }
        let traffic = Traffic.allCases.filter { isThere($0.title, tools: $0.tools) }
        try await untilInterrupted { try await measure(contenders, traffic) }
    }

    private func measure(_ contenders: [Contender], _ traffic: [Traffic]) async throws {
        let machine = try Machine.current()
        let versions = await Versions.installed(Versions.ofDataPath)
        try await BenchNetwork.run(for: contenders) { network in
            try await withBenchFolder { folder in
                let stage = Stage(
                    network: network, traffic: traffic.filter { !$0.wantsFreshBalancers },
                    descriptors: machine.descriptors, folder: folder)
                let results = try await measure(stage, onFresh: traffic.filter(\.wantsFreshBalancers))
                let record = ComparisonRecord(
                    machine: machine, versions: versions, extent: extent, results: results, entrants: contenders,
                    disciplines: traffic)
                print(ComparisonReport(record: record).text)
                try keep(record, network)
            }
        }
    }

    private func keep(_ record: ComparisonRecord<DataPath>, _ network: BenchNetwork) throws {
        try folder.write(json: record, to: "proxy.json")
        try folder.write(ComparisonPicture(record: record).text, to: "proxy.svg")
        for (name, text) in configurations(network.lanes) { try folder.write(text, to: "configuration/\(name)") }
    }

    private func configurations(_ lanes: [Lane]) -> [(name: String, text: String)] {
        lanes.compactMap { lane in
            lane.configuration(descriptors: DescriptorAllowance.current).map {
                (lane.contender.configurationFile, $0)
            }
        }
    }

    private func printConfigurations() {
        for (name, text) in configurations(BenchNetwork.lanes(for: Contender.allCases)) {
            print("# \(name)\n\(text)")
        }
    }

    private var extent: Extent { Extent(seconds: seconds, exchanges: exchanges, held: held) }

    private func measure(_ stage: Stage, onFresh traffic: [Traffic]) async throws -> Results<DataPath> {
        var measuring = TrafficRounds(extent: extent)
        var results = try await measuring.run(rounds, on: stage)
        for number in 0..<rounds {
            say("round \(number + 1) of \(rounds), on balancers that were just started")
            try await withBenchFolder { folder in
                let fresh = Stage(
                    network: stage.network, traffic: traffic, descriptors: stage.descriptors, folder: folder)
                results.add(try await measuring.runOnce(number + 1, on: fresh), to: number)
            }
        }
        return results
    }
}
