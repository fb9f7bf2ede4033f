/// All that a run has found, to be kept as JSON.
struct ComparisonRecord<Contest: Comparison>: Codable {
    struct Figure: Codable {
        var discipline: Contest.Discipline
        var title: String
        var quantity: Quantity
        var unit: String
        var isBetterLow: Bool
        /// The one that all are compared with.
        var peer: Contest.Entrant?
        var entries: [Entry]

        /// Whom all are compared with, the peer last.
        var references: [Contest.Entrant] {
            (Contest.goals + (peer.map { [$0] } ?? [])).filter { reference in
                entries.contains { $0.ratio(to: reference) != nil }
            }
        }

        /// Whether it is the most important one of its discipline.
        var isFirstOfDiscipline: Bool { quantity == discipline.quantities.first }
    }

    struct Entry: Codable {
        var entrant: Contest.Entrant
        /// `nil` where it failed.
        var value: Summary?
        /// One for each of those that all are compared with, if both were measured.
        var ratios: [Ratio]
        /// Of the entrant's processes: seconds of a processor, and MiB.
        var processorSeconds: Summary?
        var memory: Summary?

        func ratio(to reference: Contest.Entrant) -> Summary? { ratios.first { $0.reference == reference }?.times }
    }

    struct Ratio: Codable {
        var reference: Contest.Entrant
        /// How many times as good, pair by pair.
        var times: Summary
    }

    var machine: Machine
    /// By the name of the program.
    var versions: [String: String]
    /// The titles of what is missing on the machine.
    var leftOut: [String]
    var extent: Contest.Amount
    var rounds: Int
    var figures: [Figure]

    var versionsInWords: String {
        versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }

    var roundsInWords: String { "\(rounds) \(rounds == 1 ? "round" : "rounds") of \(extent.seconds) s" }
}

extension ComparisonRecord {
    init(
        machine: Machine, versions: [String: String], extent: Contest.Amount, results: Results<Contest>,
        entrants: [Contest.Entrant], disciplines: [Contest.Discipline]
    ) {
        self.machine = machine
        self.versions = versions
        self.extent = extent
        rounds = results.count
        leftOut =
            Contest.Entrant.allCases.filter { !entrants.contains($0) }.map(\.title)
            + Contest.Discipline.allCases.filter { !disciplines.contains($0) }.map(\.title)
        figures = disciplines.flatMap { discipline in
            let entrants = entrants.filter { Contest.takesPart($0, in: discipline) }
            return discipline.quantities.map { Figure(discipline, $0, results, entrants) }
        }
    }
}

extension ComparisonRecord.Figure {
    fileprivate init(
        _ discipline: Contest.Discipline, _ quantity: Quantity, _ results: Results<Contest>,
        _ entrants: [Contest.Entrant]
    ) {
        self.discipline = discipline
        self.quantity = quantity
        title = discipline.title
        unit = quantity.unit
        isBetterLow = quantity.isBetterLow
        let peer = quantity.isCompared ? Contest.peer(in: discipline, by: quantity, results) : nil
        self.peer = peer
        entries = entrants.map { entrant in
            let cell = Results<Contest>.Cell(discipline: discipline, entrant: entrant)
            return ComparisonRecord.Entry(
                entrant: entrant, value: Summary(results.values(quantity, of: cell)),
                ratios: (Contest.goals + (peer.map { [$0] } ?? [])).compactMap { reference in
                    Summary(results.advantages(quantity, of: cell, over: reference))
                        .map { ComparisonRecord.Ratio(reference: reference, times: $0) }
                },
                processorSeconds: Summary(results.processorSeconds(of: cell)),
                memory: Summary(results.memory(of: cell)))
        }
    }
}
