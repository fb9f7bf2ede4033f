/// Measures round after round, every contender in each.
struct TrafficRounds {
    private static let tries = 5

    let extent: Extent
    /// What failed in the warm-up, and is not tried again.
    private var leftOut: Set<TrafficResults.Cell> = []

    init(extent: Extent) {
        self.extent = extent
    }

    /// The first round is the warm-up, and dropped.
    mutating func run(_ count: Int, on stage: Stage) async throws -> TrafficResults {
        var results = TrafficResults()
        try await stage.run { processes in
            for number in 0...count {
                say(number == 0 ? "warm-up" : "round \(number) of \(count)")
                let round = try await measure(number, on: stage, processes)
                if number > 0 { results.add(round) }
            }
        }
        return results
    }

    /// A round on balancers that are started for it.
    mutating func runOnce(_ number: Int, on stage: Stage) async throws -> TrafficResults.Round {
        var round: TrafficResults.Round = [:]
        try await stage.run { processes in round = try await measure(number, on: stage, processes) }
        return round
    }

    private mutating func measure(
        _ number: Int, on stage: Stage, _ processes: [Contender: ProcessTree]
    ) async throws -> TrafficResults.Round {
        var round: TrafficResults.Round = [:]
        let contenders = Contender.order(stage.network.lanes.map(\.contender), round: number)
        for traffic in stage.traffic {
            for contender in contenders where contender.carries(traffic) {
                let cell = TrafficResults.Cell(traffic: traffic, contender: contender)
                guard !leftOut.contains(cell), let lane = stage.network.lane(of: contender) else { continue }
                let trial = Trial(
                    stage: stage, lane: lane, processes: processes[contender],
                    extent: number == 0 ? extent.forWarmUp : extent)
                round[cell] = try await sample(traffic, trial)
                if number == 0, round[cell] == nil { leftOut.insert(cell) }
            }
        }
        return round
    }

    /// Tried several times: at first something may not listen yet, and iperf3's server serves one client at a time.
    private func sample(_ traffic: Traffic, _ trial: Trial) async throws -> TrafficResults.Sample? {
        for attempt in 1...Self.tries {
            do {
                return try await trial.run(traffic)
            } catch {
                try Task.checkCancellation()
                guard attempt == Self.tries else {
                    try await Task.sleep(for: .seconds(1))
                    continue
                }
                let contender = trial.lane.contender
                let log = trial.stage.log(of: contender)
                say("\(contender.title) fails with \(traffic.title): \(error)\(log.isEmpty ? "" : "\n\(log)")")
            }
        }
        return nil
    }
}
