import ArgumentParser
import Foundation

/// What becomes of all this when there are very many Services.
///
/// Everything happens on loopback, against two `fairway up`: one with a single Service, one with that and all the
/// others.
struct ScaleBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scale", abstract: "One Service against very many: times, memory and throughput.")

    @Option(help: "How many Services there are to be; as many are made as the descriptors of a process allow.")
    var services = 10_000

    @Option(help: "How many endpoints each of them has.")
    var endpoints = 10

    @Option(help: "After how many seconds no more Services are made.")
    var limit = 300

    @Option(help: "How many single changes are measured.")
    var changes = 10

    @Option(help: "How many rounds of traffic are measured, after one to warm up; at least one.")
    var rounds = 5

    @Option(help: "How long each measurement of traffic takes, in seconds; at least one.")
    var seconds = 2

    @OptionGroup var folder: ResultFolder

    func validate() throws {
        try expectAtLeastOne([
            ("services", services), ("endpoints", endpoints), ("changes", changes), ("rounds", rounds),
            ("seconds", seconds), ("limit", limit),
        ])
    }

    func run() async throws {
        DescriptorAllowance.raise()
        let traffic = [Traffic.keptConnections, .newConnections, .datagramRequests]
            .filter { isThere($0.title, tools: $0.tools) }
        try await untilInterrupted {
            let machine = try Machine.current()
            let possible = ScaleTable.possibleServices(
                descriptors: machine.descriptors, threads: machine.processors, wanted: services)
            var report = ScaleReport(
                machine: machine, wanted: services, possible: possible, endpoints: endpoints, seconds: seconds)
            try await withBenchFolder { folder in
                try await MeasuredBackends(traffic: traffic, folder: folder).run {
                    try await measure(traffic, queries: "\(folder)/queries", into: &report)
                }
            }
            print(report.text)
            try folder.write(json: report, to: "scale.json")
        }
    }

    private func measure(_ traffic: [Traffic], queries: String, into report: inout ScaleReport) async throws {
        try await MeasuredUp.run { few in
            try await MeasuredUp.run(pool: "127.78.0.0/16") { many in
                try await ObservedCluster.observing(kubeconfig: few.kubeconfig) { fewCluster in
                    try await ObservedCluster.observing(kubeconfig: many.kubeconfig) { manyCluster in
                        let table = ScaleTable(
                            few: few, many: many, fewCluster: fewCluster, manyCluster: manyCluster,
                            workload: Workload(services: report.possible, endpoints: endpoints))
                        try await table.fill(changes: changes, limit: .seconds(limit), into: &report)
                        try await table.send(
                            traffic, rounds: rounds, seconds: seconds, queries: queries, into: &report)
                    }
                }
            }
        }
    }
}
