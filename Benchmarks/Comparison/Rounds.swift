/// Where all entrants run, ready to be measured.
protocol Arena<Contest> {
    associatedtype Contest: Comparison

    var entrants: [Contest.Entrant] { get }
    var disciplines: [Contest.Discipline] { get }

    /// Measures one of them once; for a warm-up, so long that one sees that it works.
    func measure(_ cell: Results<Contest>.Cell, isWarmUp: Bool) async throws -> Results<Contest>.Sample

    /// The end of what an entrant has printed.
    func log(of entrant: Contest.Entrant) -> String
}

/// Measures round after round, every entrant in each.
struct Rounds<Contest: Comparison> {
    private static var tries: Int { 5 }

    /// What failed in the warm-up, and is not tried again.
    private var leftOut: Set<Results<Contest>.Cell> = []

    /// The first round is the warm-up, and dropped.
    mutating func run(_ count: Int, in arena: some Arena<Contest>) async throws -> Results<Contest> {
        var results = Results<Contest>()
        for number in 0...count {
            say(number == 0 ? "warm-up" : "round \(number) of \(count)")
            let round = try await runOnce(number, in: arena)
            if number > 0 { results.add(round) }
        }
        return results
    }

    /// The round of a number, of which 0 is the warm-up.
    mutating func runOnce(_ number: Int, in arena: some Arena<Contest>) async throws -> Results<Contest>.Round {
        var round: Results<Contest>.Round = [:]
        let entrants = Self.order(arena.entrants, round: number)
        for discipline in arena.disciplines {
            for entrant in entrants where Contest.takesPart(entrant, in: discipline) {
                let cell = Results<Contest>.Cell(discipline: discipline, entrant: entrant)
                guard !leftOut.contains(cell) else { continue }
                round[cell] = try await sample(cell, isWarmUp: number == 0, in: arena)
                if number == 0, round[cell] == nil { leftOut.insert(cell) }
            }
        }
        return round
    }

    /// Who is measured in a round, in this order: reversed every other time, so that what drifts meets all alike.
    static func order(_ entrants: [Contest.Entrant], round: Int) -> [Contest.Entrant] {
        round.isMultiple(of: 2) ? entrants : entrants.reversed()
    }

    /// Tried several times: at first something may not listen yet, and iperf3's server serves one client at a time.
    private func sample(
        _ cell: Results<Contest>.Cell, isWarmUp: Bool, in arena: some Arena<Contest>
    ) async throws -> Results<Contest>.Sample? {
        for attempt in 1...Self.tries {
            do {
                return try await arena.measure(cell, isWarmUp: isWarmUp)
            } catch {
                try Task.checkCancellation()
                guard attempt == Self.tries else {
                    try await Task.sleep(for: .seconds(1))
                    continue
                }
                let log = arena.log(of: cell.entrant)
                let failure = "\(cell.entrant.title) fails with \(cell.discipline.title): \(error)"
                say("\(failure)\(log.isEmpty ? "" : "\n\(log)")")
            }
        }
        return nil
    }
}
