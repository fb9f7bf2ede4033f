import ArgumentParser

/// How fast the control path is: from `apply` to a Service that nodes serve.
///
/// Everything happens on loopback, against a `fairway up` of its own on a state folder of its own.
struct ControlBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "control", abstract: "From the API to a Service that is served: times and memory.")

    @Option(help: "How many Services are applied at once.")
    var services = 1_000

    @Option(help: "How many endpoints each of them has.")
    var endpoints = 10

    @Option(help: "How often the whole is repeated, each time with a new `up`.")
    var rounds = 3

    @Option(help: "How many single changes are measured in each round.")
    var changes = 50

    @Option(help: "How many watches are opened and closed in each round.")
    var watches = 3_000

    @OptionGroup var folder: ResultFolder

    func run() async throws {
        try await untilInterrupted {
            var report = ControlReport()
            for round in 1...max(rounds, 1) {
                say("round \(round) of \(rounds)")
                try await measure(into: &report)
            }
            print(report.text(services: services, endpoints: endpoints, watches: watches))
            try folder.write(
                json: report.record(
                    machine: try Machine.current(), services: services, endpoints: endpoints, watches: watches),
                to: "control.json")
        }
    }

    /// Where the measured `up` answers questions about names.
    private static let (dnsAddress, dnsPort) = ("127.76.0.53", UInt16(1_053))

    private func measure(into report: inout ControlReport) async throws {
        let question = try NameQuestion(to: Self.dnsAddress, port: Self.dnsPort)
        try await MeasuredUp.run(dns: "\(Self.dnsAddress):\(Self.dnsPort)") { up in
            let workload = Workload(services: services, endpoints: endpoints)
            try await ObservedCluster.observing(kubeconfig: up.kubeconfig) { cluster in
                report.assigned.add(try await cluster.apply(workload))
                report.memoryAfterApply.add(try up.memory().peak)
                for number in 0..<changes {
                    report.portChange.add(try await cluster.changePort(of: workload, number))
                    report.endpointChange.add(try await cluster.changeEndpoints(of: workload, number))
                    report.named.add(try await cluster.name(number, of: workload, asking: question))
                }
                let before = try up.memory().resident
                for share in 1...4 {
                    try await cluster.churnWatches(watches / 4, beside: workload)
                    report.growthByChurn[share, default: Measurements()].add(try up.memory().resident - before)
                }
                report.memoryPeak.add(try up.memory().peak)
            }
        }
    }
}
