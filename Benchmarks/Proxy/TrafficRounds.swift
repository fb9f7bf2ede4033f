/// Measures round after round, every contender in each.
struct TrafficRounds {
    let extent: Extent
    private var rounds = Rounds<DataPath>()

    init(extent: Extent) {
        self.extent = extent
    }

    /// The first round is the warm-up, and dropped.
    mutating func run(_ count: Int, on stage: Stage) async throws -> Results<DataPath> {
        var results = Results<DataPath>()
        try await stage.run { processes in results = try await rounds.run(count, in: arena(stage, processes)) }
        return results
    }

    /// A round on balancers that are started for it.
    mutating func runOnce(_ number: Int, on stage: Stage) async throws -> Results<DataPath>.Round {
        var round: Results<DataPath>.Round = [:]
        try await stage.run { processes in round = try await rounds.runOnce(number, in: arena(stage, processes)) }
        return round
    }

    private func arena(_ stage: Stage, _ processes: [Contender: ProcessTree]) -> TrafficArena {
        TrafficArena(stage: stage, processes: processes, extent: extent)
    }
}

/// The network with all balancers running in it.
private struct TrafficArena: Arena {
    let stage: Stage
    let processes: [Contender: ProcessTree]
    let extent: Extent

    var entrants: [Contender] { stage.network.lanes.map(\.contender) }
    var disciplines: [Traffic] { stage.traffic }

    func measure(_ cell: Results<DataPath>.Cell, isWarmUp: Bool) async throws -> Results<DataPath>.Sample {
        guard let lane = stage.network.lane(of: cell.entrant) else {
            throw BenchError(description: "\(cell.entrant.title) has no lane")
        }
        let trial = Trial(
            stage: stage, lane: lane, processes: processes[cell.entrant],
            extent: isWarmUp ? extent.forWarmUp : extent)
        return try await trial.run(cell.discipline)
    }

    func log(of contender: Contender) -> String { stage.log(of: contender) }
}
