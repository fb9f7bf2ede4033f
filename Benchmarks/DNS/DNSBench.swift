import ArgumentParser
import Foundation
import Glibc

/// How fast names are answered, beside other name servers.
///
/// Each server has a network namespace of its own, in which it is asked over loopback.
struct DNSBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dns", abstract: "A zone of many names: answers a second beside other name servers.")

    @Option(help: "How many rounds are measured, after one to warm up; at least one.")
    var rounds = 5

    @Option(help: "How long each measurement takes, in seconds; at least one.")
    var seconds = 2

    @Option(help: "How many names the zone has, each with an address and an SRV record; at least one.")
    var names = 10_000

    @OptionGroup var folder: ResultFolder

    @Flag(help: "Only print what each server is told, for a zone of two names.")
    var showConfiguration = false

    func validate() throws {
        try expectAtLeastOne([("rounds", rounds), ("seconds", seconds), ("names", names)])
    }

    func run() async throws {
        DescriptorAllowance.raise()
        if showConfiguration { return Self.configurations.forEach { print("# \($0.name)\n\($0.text)") } }
        guard geteuid() == 0 else {
            say("the bench of name servers makes network namespaces, which only root may: run it as root")
            throw ExitCode(77)
        }
        let lacking = ["timeout", "nsenter", "ip", "sysctl", "dnsperf"].filter { !isInstalled($0) }
        guard lacking.isEmpty else {
            say("the bench of name servers needs \(lacking.joined(separator: ", ")): install what is named")
            throw ExitCode(69)
        }
        let programs = NameServerProgram.allCases.filter(\.isThere)
        guard programs.contains(.fairway) else { throw ExitCode(69) }
        try await untilInterrupted { try await measure(programs) }
    }

    private func measure(_ programs: [NameServerProgram]) async throws {
        let machine = try Machine.current()
        let versions = await Versions.installed(Versions.ofNameServers)
        try await Namespace.making(programs.map(NameServerStage.namespace)) {
            try await withBenchFolder { folder in
                let results = try await measure(
                    NameServerStage(
                        programs: programs, zone: BenchZone(names: names), threads: machine.processors, folder: folder))
                let record = ComparisonRecord(
                    machine: machine, versions: versions, extent: QueryAmount(seconds: seconds, names: names),
                    results: results, entrants: programs, disciplines: QueryLoad.allCases)
                print(ComparisonReport(record: record).text)
                try keep(record)
            }
        }
    }

    private func measure(_ stage: NameServerStage) async throws -> Results<NameService> {
        try stage.prepare()
        var measuring = Rounds<NameService>()
        var results = Results<NameService>()
        try await stage.run { processes in
            try await stage.expectAgreement()
            results = try await measuring.run(
                rounds, in: QueryArena(stage: stage, processes: processes, seconds: seconds))
        }
        for number in 0..<rounds {
            say("round \(number + 1) of \(rounds), from the start of the servers")
            results.add(try await measuring.runOnce(number + 1, in: StartArena(stage: stage)), to: number)
        }
        return results
    }

    private func keep(_ record: ComparisonRecord<NameService>) throws {
        try folder.write(json: record, to: "dns.json")
        try folder.write(ComparisonPicture(record: record).text, to: "dns.svg")
        for (name, text) in Self.configurations { try folder.write(text, to: "configuration/\(name)") }
    }

    private static var configurations: [(name: String, text: String)] {
        NameServerProgram.allCases.map { program in
            (
                program.configurationFile,
                program.configuration(
                    folder: "/tmp/bench", threads: ProcessInfo.processInfo.activeProcessorCount,
                    zone: BenchZone(names: 2))
            )
        }
    }
}
