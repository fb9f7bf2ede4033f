/// The results as a table: a block for each kind of traffic, a line for each contender.
struct TrafficReport {
    /// What was measured on.
    let machine: String
    /// How long each measurement took.
    let seconds: Int
    let results: TrafficResults
    let contenders: [Contender]
    let traffic: [Traffic]

    var text: String {
        """
        data path on \(machine)
        medians (lowest–highest) of \(results.count) rounds of \(seconds) s each, ratios pair by pair within a round
        (a difference below 10 % takes 15 rounds to be believed)
        \(traffic.map(block).joined(separator: "\n"))
        """
    }

    private func block(_ traffic: Traffic) -> String {
        let peer = results.betterPeer(in: traffic)
        let heading = [
            "", "median", "to \(Contender.routing.title)", peer.map { "to \($0.title)" } ?? "",
            "CPU s of its processes",
        ]
        let lines = contenders.map { contender in
            let cell = TrafficResults.Cell(traffic: traffic, contender: contender)
            return [
                contender.title, results.values(of: cell).range,
                results.ratios(of: cell, to: .routing).range,
                peer.map { results.ratios(of: cell, to: $0).range } ?? "",
                results.processorSeconds(of: cell).range,
            ]
        }
        return "\n\(traffic.title)\n" + ([heading] + lines).map(row).joined(separator: "\n")
    }

    private func row(_ columns: [String]) -> String {
        let widths = [16, 24, 22, 22]
        let padded = zip(columns, widths).map { column, width in
            column + String(repeating: " ", count: max(width - column.count, 1))
        }
        return "  " + padded.joined() + columns.suffix(1).joined()
    }
}

extension Measurements {
    /// `median (lowest–highest)`, or a dash where there is none.
    fileprivate var range: String {
        guard count > 0 else { return "–" }
        return "\(quantile(0.5).rounded2) (\(quantile(0).rounded2)–\(quantile(1).rounded2))"
    }
}

extension Double {
    /// With two digits after the point. For what is not negative.
    fileprivate var rounded2: String {
        let hundredths = Int64((self * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
