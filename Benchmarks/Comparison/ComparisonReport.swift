/// The results as tables: one for each figure of each discipline, with a line for each entrant.
struct ComparisonReport<Contest: Comparison> {
    let record: ComparisonRecord<Contest>

    var text: String {
        """
        \(Contest.subject) on \(record.machine.summary)
        \(record.versionsInWords)
        medians (lowest–highest) of \(record.roundsInWords); "to" is how many times as good, pair by pair within a round
        \(record.figures.map(block).joined(separator: "\n"))

        \(Doubt.sentence)
        """
    }

    private func block(_ figure: ComparisonRecord<Contest>.Figure) -> String {
        let better = figure.quantity.isCompared ? figure.isBetterLow ? ", less is better" : ", more is better" : ""
        let rows = [heading(figure)] + figure.entries.map { row($0, of: figure) }
        return "\n\(figure.title): \(figure.quantity.title)\(better)\n" + rows.map(line).joined(separator: "\n")
    }

    private func heading(_ figure: ComparisonRecord<Contest>.Figure) -> [String] {
        ["", "median"] + figure.references.map { "to \($0.title)" }
            + (figure.isFirstOfDiscipline ? ["CPU s", "MiB of its processes"] : [])
    }

    private func row(_ entry: ComparisonRecord<Contest>.Entry, of figure: ComparisonRecord<Contest>.Figure) -> [String]
    {
        let ratios = figure.references.map { reference in
            reference == entry.entrant ? "1" : ratio(entry.ratio(to: reference))
        }
        return [entry.entrant.title, range(entry.value)] + ratios
            + (figure.isFirstOfDiscipline ? [range(entry.processorSeconds), range(entry.memory)] : [])
    }

    /// With a question mark where it is not to be believed yet.
    private func ratio(_ summary: Summary?) -> String { range(summary) + (Doubt.isDue(summary) ? " ?" : "") }

    /// `median (lowest–highest)`, or a dash where there is none.
    private func range(_ summary: Summary?) -> String {
        summary.map { "\($0.median.rounded2) (\($0.lowest.rounded2)–\($0.highest.rounded2))" } ?? "–"
    }

    private func line(_ columns: [String]) -> String {
        let widths = [16, 26, 24, 24, 20, 20]
        let padded = zip(columns, widths).map { column, width in
            column + String(repeating: " ", count: max(width - column.count, 1))
        }
        return "  " + String(padded.joined().reversed().drop { $0 == " " }.reversed())
    }
}
