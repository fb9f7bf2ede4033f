/// A `fairway up` with one Service, and another with that one and many others.
struct ScaleTable {
    let few: MeasuredUp
    let many: MeasuredUp
    let fewCluster: ObservedCluster
    let manyCluster: ObservedCluster
    let workload: Workload

    private static let batch = 500

    /// How many Services the proxy can open sockets for: it has one for each thread, port and protocol, and needs some
    /// descriptors for connections and for itself.
    static func possibleServices(descriptors: Int, threads: Int, wanted: Int) -> Int {
        let reserve = max(1_000, descriptors / 10)
        return max(1, min(wanted, (descriptors - reserve) / (2 * threads)))
    }

    /// Applies everything, a batch when that before it is served, and changes some of it. No batch begins after
    /// `limit`.
    func fill(changes: Int, limit: Duration, into report: inout ScaleReport) async throws {
        var spent = Duration.zero
        for first in stride(from: 0, to: workload.services, by: Self.batch) where spent < limit {
            let batch = first..<min(first + Self.batch, workload.services)
            spent += try await manyCluster.apply(workload, batch)
            report.steps.append(ScaleReport.Step(services: batch.upperBound, seconds: spent / .seconds(1)))
            say("\(batch.upperBound) of \(workload.services) Services after \((spent / .seconds(1)).rounded1) s")
        }
        report.memoryOfFew = try few.memory().resident
        report.memoryOfMany = try many.memory().resident
        say("\(changes) changes are made")
        let filled = Workload(services: report.steps.last?.services ?? 1, endpoints: workload.endpoints)
        var (ports, endpoints) = (Measurements(), Measurements())
        for number in 0..<changes {
            ports.add(try await manyCluster.changePort(of: filled, number))
            endpoints.add(try await manyCluster.changeEndpoints(of: filled, number))
        }
        report.portChange = Summary(ports)
        report.endpointChange = Summary(endpoints)
    }

    /// Measures traffic through both, one after the other, round by round.
    func send(
        _ traffic: [Traffic], rounds: Int, seconds: Int, queries: String, into report: inout ScaleReport
    ) async throws {
        let addresses = [try await measuredAddress(fewCluster), try await measuredAddress(manyCluster)]
        var results = traffic.map { _ in (few: Measurements(), many: Measurements(), ratio: Measurements()) }
        for round in 0...rounds {
            say(round == 0 ? "warm-up" : "round \(round) of \(rounds)")
            for (number, traffic) in traffic.enumerated() {
                var rates = [0.0, 0.0]
                for index in round.isMultiple(of: 2) ? [0, 1] : [1, 0] {
                    rates[index] = try await rate(of: traffic, to: addresses[index], seconds, queries)
                }
                guard round > 0 else { continue }
                results[number].few.add(rates[0])
                results[number].many.add(rates[1])
                results[number].ratio.add(rates[1] / rates[0])
            }
        }
        report.traffic = zip(traffic, results).map { traffic, result in
            ScaleReport.Rate(
                traffic: traffic, few: Summary(result.few), many: Summary(result.many), ratio: Summary(result.ratio))
        }
    }

    private func measuredAddress(_ cluster: ObservedCluster) async throws -> String {
        try await cluster.apply(MeasuredService.service, MeasuredService.slice, key: MeasuredService.key)
    }

    private func rate(of traffic: Traffic, to address: String, _ seconds: Int, _ queries: String) async throws -> Double
    {
        guard let command = traffic.requests(to: address, seconds: seconds, queries: queries) else {
            throw BenchError(description: "there is no client for \(traffic.title)")
        }
        let text = try await output(of: command, seconds: seconds + 15)
        guard let rate = traffic.values(in: text, received: 0, seconds: seconds)?[.rate] else {
            throw BenchError(description: "\(command.joined(separator: " ")) gives no figure: \(text.suffix(500))")
        }
        return rate
    }
}
