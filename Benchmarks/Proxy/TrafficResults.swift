/// What was measured, round by round.
struct TrafficResults {
    struct Cell: Hashable {
        var traffic: Traffic
        var contender: Contender
    }

    struct Sample {
        /// In the unit of the traffic; more is better.
        var value: Double
        /// What the balancer's processes used, in seconds; `nil` where it has none.
        var processorSeconds: Double?
    }

    /// A cell without a sample failed in that round.
    typealias Round = [Cell: Sample]

    private var rounds: [Round] = []

    var count: Int { rounds.count }

    mutating func add(_ round: Round) { rounds.append(round) }

    func values(of cell: Cell) -> Measurements { collect { $0[cell]?.value } }

    func processorSeconds(of cell: Cell) -> Measurements { collect { $0[cell]?.processorSeconds } }

    /// Pair by pair: both of a pair come from the same round, so that what slows the machine down slows both.
    func ratios(of cell: Cell, to contender: Contender) -> Measurements {
        let reference = Cell(traffic: cell.traffic, contender: contender)
        return collect { round in
            guard let value = round[cell]?.value, let other = round[reference]?.value else { return nil }
            return value / other
        }
    }

    /// The better of HAProxy and nginx, by its median.
    func betterPeer(in traffic: Traffic) -> Contender? {
        [Contender.haproxy, .nginx]
            .map { ($0, values(of: Cell(traffic: traffic, contender: $0))) }
            .filter { $0.1.count > 0 }
            .max { $0.1.quantile(0.5) < $1.1.quantile(0.5) }?.0
    }

    private func collect(_ value: (Round) -> Double?) -> Measurements {
        var measurements = Measurements()
        for round in rounds { if let value = value(round) { measurements.add(value) } }
        return measurements
    }
}
