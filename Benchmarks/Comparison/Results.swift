/// What was measured, round by round.
struct Results<Contest: Comparison> {
    struct Cell: Hashable {
        var discipline: Contest.Discipline
        var entrant: Contest.Entrant
    }

    struct Sample {
        /// In the units of the quantities.
        var values: [Quantity: Double]
        /// What the entrant's processes used, in seconds; `nil` where it has none.
        var processorSeconds: Double?
        /// What the entrant's processes had at the end, in KiB; `nil` where it has none.
        var memory: Double?
    }

    /// A cell without a sample failed in that round, or was not measured in it.
    typealias Round = [Cell: Sample]

    private(set) var rounds: [Round] = []

    var count: Int { rounds.count }

    mutating func add(_ round: Round) { rounds.append(round) }

    /// Puts what was measured apart into a round, counted from 0.
    mutating func add(_ round: Round, to number: Int) {
        guard rounds.indices.contains(number) else { return add(round) }
        rounds[number].merge(round) { $1 }
    }

    func values(_ quantity: Quantity, of cell: Cell) -> Measurements { collect { $0[cell]?.values[quantity] } }

    func processorSeconds(of cell: Cell) -> Measurements { collect { $0[cell]?.processorSeconds } }

    /// In MiB.
    func memory(of cell: Cell) -> Measurements { collect { $0[cell]?.memory.map { $0 / 1_024 } } }

    /// How many times as good as another, pair by pair: both of a pair come from the same round, so that what slows the
    /// machine down slows both.
    func advantages(_ quantity: Quantity, of cell: Cell, over entrant: Contest.Entrant) -> Measurements {
        let reference = Cell(discipline: cell.discipline, entrant: entrant)
        return collect { round in
            guard quantity.isCompared, let value = round[cell]?.values[quantity],
                let other = round[reference]?.values[quantity]
            else { return nil }
            return quantity.advantage(of: value, over: other)
        }
    }

    /// The best of some, by its median; `nil` where none was measured.
    func best(
        of entrants: [Contest.Entrant], in discipline: Contest.Discipline, by quantity: Quantity
    ) -> Contest.Entrant? {
        entrants
            .map { ($0, values(quantity, of: Cell(discipline: discipline, entrant: $0))) }
            .filter { $0.1.count > 0 }
            .min { quantity.isBetter($0.1.quantile(0.5), than: $1.1.quantile(0.5)) }?.0
    }

    private func collect(_ value: (Round) -> Double?) -> Measurements {
        var measurements = Measurements()
        for round in rounds { if let value = value(round) { measurements.add(value) } }
        return measurements
    }
}
