/// The results as a picture: how many times as good as the better of HAProxy and nginx everybody is.
struct TrafficPicture {
    let record: TrafficRecord

    var text: String { chart.text }

    private var chart: BarChart {
        BarChart(
            title: "TCP and UDP through a balancer to a server, on one machine",
            notes: [
                record.machine.summary, record.versionsInWords,
                "Bars: how many times as good as the better of HAProxy and nginx (the dashed line), longer is better. "
                    + "Medians of \(record.roundsInWords); whiskers: lowest and highest.",
            ]
                + (record.leftOut.isEmpty
                    ? [] : ["Left out, as missing here: \(record.leftOut.joined(separator: ", "))."]),
            panels: record.figures.compactMap(panel))
    }

    /// `nil` where there is nothing to compare with.
    private func panel(_ figure: TrafficRecord.Figure) -> BarChart.Panel? {
        let bars = figure.entries.compactMap { entry in
            entry.toPeer.map { ratio in
                BarChart.Bar(
                    title: entry.contender.title, style: entry.contender.rawValue, lowest: ratio.lowest,
                    median: ratio.median, highest: ratio.highest,
                    label: "\(entry.value?.median.readable ?? "–") \(figure.quantity.unit)")
            }
        }
        guard !bars.isEmpty else { return nil }
        return BarChart.Panel(title: "\(figure.traffic.title): \(figure.quantity.title)", bars: bars)
    }
}
