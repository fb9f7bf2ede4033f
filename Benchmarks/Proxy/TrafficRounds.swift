/// Measures round after round, every contender in each.
struct TrafficRounds {
    private static let tries = 5

    let stage: Stage
    let processes: [Contender: ProcessTree]
    let seconds: Int
    /// What failed in the warm-up, and is not tried again.
    private var leftOut: Set<TrafficResults.Cell> = []

    init(stage: Stage, processes: [Contender: ProcessTree], seconds: Int) {
        self.stage = stage
        self.processes = processes
        self.seconds = seconds
    }

    /// The first round is the warm-up, and dropped.
    mutating func run(_ count: Int) async throws -> TrafficResults {
        var results = TrafficResults()
        for number in 0...count {
            say(number == 0 ? "warm-up" : "round \(number) of \(count)")
            let round = try await measure(number)
            if number > 0 { results.add(round) }
        }
        return results
    }

    private mutating func measure(_ number: Int) async throws -> TrafficResults.Round {
        var round: TrafficResults.Round = [:]
        let contenders = Contender.order(stage.network.lanes.map(\.contender), round: number)
        for traffic in stage.traffic {
            for contender in contenders where contender.carries(traffic) {
                let cell = TrafficResults.Cell(traffic: traffic, contender: contender)
                guard !leftOut.contains(cell) else { continue }
                round[cell] = try await sample(cell)
                if number == 0, round[cell] == nil { leftOut.insert(cell) }
            }
        }
        return round
    }

    /// Tried several times: at first something may not listen yet, and iperf3's server serves one client at a time.
    private func sample(_ cell: TrafficResults.Cell) async throws -> TrafficResults.Sample? {
        for attempt in 1...Self.tries {
            do {
                return try await attemptSample(cell)
            } catch {
                try Task.checkCancellation()
                guard attempt == Self.tries else {
                    try await Task.sleep(for: .seconds(1))
                    continue
                }
                let log = stage.log(of: cell.contender)
                say(
                    "\(cell.contender.title) fails with \(cell.traffic.title): \(error)\(log.isEmpty ? "" : "\n\(log)")"
                )
            }
        }
        return nil
    }

    private func attemptSample(_ cell: TrafficResults.Cell) async throws -> TrafficResults.Sample? {
        guard let lane = stage.network.lanes.first(where: { $0.contender == cell.contender }) else { return nil }
        let command = cell.traffic.command(to: lane.target, seconds: seconds, queries: stage.queries)
        let before = try processes[cell.contender]?.processorSeconds()
        let text = try await output(of: stage.network.client.inside(command), seconds: seconds + 15)
        let after = try processes[cell.contender]?.processorSeconds()
        guard let value = cell.traffic.value(in: text) else {
            throw BenchError(description: "\(command.joined(separator: " ")) gives no figure: \(text.suffix(500))")
        }
        return TrafficResults.Sample(
            value: value, processorSeconds: before.flatMap { start in after.map { $0 - start } })
    }
}
