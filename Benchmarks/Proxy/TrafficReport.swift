/// The results as tables: one for each figure of each kind of traffic, with a line for each contender.
struct TrafficReport {
    let machine: Machine
    /// By the name of the program.
    let versions: [String: String]
    let extent: Extent
    let results: TrafficResults
    let contenders: [Contender]
    let traffic: [Traffic]

    var text: String {
        """
        data path on \(machine.summary)
        \(versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
        medians (lowest–highest) of \(results.count) \(results.count == 1 ? "round" : "rounds") of \(extent.seconds) s; "to" is how many times as good, \
        pair by pair within a round
        \(traffic.flatMap(blocks).joined(separator: "\n"))

        \(Self.doubt)
        """
    }

    /// How many rounds it takes to believe a small difference, and which one is small.
    private static let believedRounds = 15
    private static let small = 0.1
    static let doubt =
        "?: less than 10 % apart in fewer than \(believedRounds) rounds, not to be believed yet: ROUNDS=\(believedRounds)"

    private func blocks(_ traffic: Traffic) -> [String] {
        traffic.quantities.map { block(traffic, $0, withProcesses: $0 == traffic.quantities.first) }
    }

    private func block(_ traffic: Traffic, _ quantity: Quantity, withProcesses: Bool) -> String {
        let peer = quantity.isCompared ? results.betterPeer(in: traffic, by: quantity) : nil
        let heading =
            ["", "median"] + (quantity.isCompared ? ["to \(Contender.routing.title)"] : [])
            + (peer.map { ["to \($0.title)"] } ?? []) + (withProcesses ? ["CPU s", "MiB of its processes"] : [])
        let lines = contenders.filter { $0.carries(traffic) }.map { contender in
            let cell = TrafficResults.Cell(traffic: traffic, contender: contender)
            let references = (quantity.isCompared ? [Contender.routing] : []) + (peer.map { [$0] } ?? [])
            return [contender.title, results.values(quantity, of: cell).range]
                + references.map { advantage(quantity, of: cell, over: $0) }
                + (withProcesses ? [results.processorSeconds(of: cell).range, results.memory(of: cell).range] : [])
        }
        let better = quantity.isCompared ? quantity.isBetterLow ? ", less is better" : ", more is better" : ""
        return "\n\(traffic.title): \(quantity.title)\(better)\n" + ([heading] + lines).map(row).joined(separator: "\n")
    }

    /// With a question mark where it is not to be believed yet.
    private func advantage(_ quantity: Quantity, of cell: TrafficResults.Cell, over contender: Contender) -> String {
        guard cell.contender != contender else { return "1" }
        let advantages = results.advantages(quantity, of: cell, over: contender)
        let isDoubtful = Self.isDoubtful(advantages.quantile(0.5), rounds: advantages.count)
        return advantages.range + (isDoubtful ? " ?" : "")
    }

    /// Whether a ratio of so many rounds is too small a difference to be believed.
    static func isDoubtful(_ ratio: Double, rounds: Int) -> Bool {
        (1..<believedRounds).contains(rounds) && abs(ratio - 1) < small
    }

    private func row(_ columns: [String]) -> String {
        let widths = [16, 26, 24, 24, 20, 20]
        let padded = zip(columns, widths).map { column, width in
            column + String(repeating: " ", count: max(width - column.count, 1))
        }
        return "  " + padded.joined().trimmingEnd
    }
}

extension Measurements {
    /// `median (lowest–highest)`, or a dash where there is none.
    fileprivate var range: String {
        guard count > 0 else { return "–" }
        return "\(quantile(0.5).rounded2) (\(quantile(0).rounded2)–\(quantile(1).rounded2))"
    }
}

extension String {
    /// Without spaces at its end.
    fileprivate var trimmingEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}
