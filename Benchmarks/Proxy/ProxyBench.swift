import ArgumentParser
import Foundation
import Glibc
import UnixSignals

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

    func validate() throws {
        guard rounds > 0 else { throw ValidationError("--rounds cannot be \(rounds): one is the least") }
        guard seconds > 0 else { throw ValidationError("--seconds cannot be \(seconds): one is the least") }
    }

    func run() async throws {
        guard geteuid() == 0 else {
            say("the bench of the data path makes network namespaces, which only root may: run it as root")
            throw ExitCode(77)
        }
        let lacking = ["timeout", "nsenter", "ip", "sysctl"].filter { !isInstalled($0) }
        guard lacking.isEmpty else {
            say(
                "the bench of the data path cannot run without \(lacking.joined(separator: ", ")): install what is named"
            )
            throw ExitCode(69)
        }
        let contenders = Contender.allCases.filter { isThere($0.title, tools: $0.tools, files: $0.files) }
        let traffic = Traffic.allCases.filter { isThere($0.title, tools: $0.tools) }
        try await untilInterrupted { try await measure(contenders, traffic) }
    }

    private func measure(_ contenders: [Contender], _ traffic: [Traffic]) async throws {
        let machine = try machine()
        try await BenchNetwork.run(for: contenders) { network in
            try await withBenchFolder { folder in
                let stage = Stage(network: network, traffic: traffic, folder: folder)
                try await stage.run { processes in
                    var rounds = TrafficRounds(stage: stage, processes: processes, seconds: seconds)
                    let results = try await rounds.run(self.rounds)
                    let report = TrafficReport(
                        machine: machine, seconds: seconds, results: results, contenders: contenders, traffic: traffic)
                    print(report.text)
                }
            }
        }
    }

    /// The kernel, the processors, and how busy they were before (proc_loadavg(5)).
    private func machine() throws -> String {
        let kernel = try String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8)
        let load = try String(contentsOfFile: "/proc/loadavg", encoding: .utf8).split(separator: " ").first ?? "?"
        return "Linux \(kernel.trimmingCharacters(in: .newlines)), \(ProcessInfo.processInfo.activeProcessorCount) "
            + "processors, load \(load) at the start"
    }

    /// Whether all is there; says what is not.
    private func isThere(_ what: String, tools: [String], files: [String] = []) -> Bool {
        let lacking = tools.filter { !isInstalled($0) } + files.filter { access($0, R_OK) != 0 }
        guard !lacking.isEmpty else { return true }
        say("left out: \(what), as this machine lacks \(lacking.joined(separator: ", "))")
        return false
    }

    /// Runs `body`, and cancels it at SIGINT and SIGTERM, so that it removes what it made.
    private func untilInterrupted(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
                    throw BenchError(description: "ended by \(signal): the namespaces are removed")
                }
            }
            try await group.next()
            group.cancelAll()
        }
    }
}
