/// The results as a picture: how many times as good as a reference everybody is.
struct ComparisonPicture<Contest: Comparison> {
    let record: ComparisonRecord<Contest>

    var text: String { chart.text }

    private var chart: BarChart {
        BarChart(
            title: Contest.pictureTitle,
            notes: [
                record.machine.summary, record.versionsInWords,
                "Bars: how many times as good as \(Contest.pictureReference) (the dashed line), longer is better. "
                    + "Medians of \(record.roundsInWords); whiskers: lowest and highest.",
            ]
                + (record.leftOut.isEmpty
                    ? [] : ["Left out, as missing here: \(record.leftOut.joined(separator: ", "))."]),
            panels: record.figures.compactMap(panel))
    }

    /// `nil` where there is nothing to compare with.
    private func panel(_ figure: ComparisonRecord<Contest>.Figure) -> BarChart.Panel? {
        guard let peer = figure.peer else { return nil }
        let bars = figure.entries.compactMap { entry in
            entry.ratio(to: peer).map { ratio in
                BarChart.Bar(
                    title: entry.entrant.title, style: entry.entrant.rawValue, lowest: ratio.lowest,
                    median: ratio.median, highest: ratio.highest,
                    label: "\(entry.value?.median.readable ?? "–") \(figure.quantity.unit)")
            }
        }
        guard !bars.isEmpty else { return nil }
        return BarChart.Panel(title: "\(figure.title): \(figure.quantity.title)", bars: bars)
    }
}
