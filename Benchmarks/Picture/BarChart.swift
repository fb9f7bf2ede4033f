/// How many times as good as a reference several things are: a panel of bars for each figure, with whiskers.
struct BarChart {
    struct Bar {
        var title: String
        /// The class that gives its colour.
        var style: String
        var lowest: Double
        var median: Double
        var highest: Double
        /// The value that it stands for, with its unit.
        var label: String
    }

    struct Panel {
        var title: String
        var bars: [Bar]
    }

    var title: String
    /// What stands under the title, line by line.
    var notes: [String]
    var panels: [Panel]

    private enum Size {
        static let width = 1_200.0
        static let margin = 20.0
        static let columns = 2
        static let columnWidth = 580.0
        static let row = 17.0
        static let bar = 11.0
        static let nameWidth = 105.0
        /// Of one time as good.
        static let unit = 75.0
        static let panelGap = 16.0
    }

    /// Longer bars end here; their number tells the rest.
    private static let longest = 3.0

    var text: String {
        var svg = SVG()
        let top = Size.margin + 34 + Double(notes.count) * Size.row
        let length = columns.map { $0.map(height(of:)).reduce(0, +) }.max() ?? 0
        let total = top + length + Size.margin
        svg.rectangle(x: 0, y: 0, width: Size.width, height: total, class: "ground")
        svg.text(title, x: Size.margin, y: Size.margin + 14, class: "title")
        for (number, note) in notes.enumerated() {
            svg.text(note, x: Size.margin, y: Size.margin + 34 + Double(number) * Size.row, class: "note")
        }
        for (number, panels) in columns.enumerated() {
            var y = top
            for panel in panels {
                draw(panel, x: Size.margin + Double(number) * Size.columnWidth, y: y, on: &svg)
                y += height(of: panel)
            }
        }
        return svg.document(width: Size.width, height: total, title: title, style: Self.style)
    }

    /// The panels, from top to bottom and then from left to right.
    private var columns: [[Panel]] {
        let length = (panels.count + Size.columns - 1) / Size.columns
        return stride(from: 0, to: panels.count, by: max(length, 1)).map { Array(panels[$0...].prefix(length)) }
    }

    private func height(of panel: Panel) -> Double { Double(panel.bars.count + 1) * Size.row + Size.panelGap }

    private func draw(_ panel: Panel, x: Double, y: Double, on svg: inout SVG) {
        svg.text(panel.title, x: x, y: y + 11, class: "heading")
        for (number, bar) in panel.bars.enumerated() {
            draw(bar, x: x, y: y + Double(number + 1) * Size.row, on: &svg)
        }
        let one = x + Size.nameWidth + Size.unit
        svg.line([(one, y + Size.row - 2), (one, y + Double(panel.bars.count + 1) * Size.row)], class: "reference")
    }

    private func draw(_ bar: Bar, x: Double, y: Double, on svg: inout SVG) {
        let start = x + Size.nameWidth
        let (middle, top) = (y + Size.row / 2, y + (Size.row - Size.bar) / 2)
        svg.text(bar.title, x: x, y: middle + 4, class: "name")
        svg.rectangle(x: start, y: top, width: length(bar.median), height: Size.bar, class: "bar \(bar.style)")
        let (low, high) = (start + length(bar.lowest), start + length(bar.highest))
        svg.line([(low, middle - 3), (low, middle + 3)], class: "whisker")
        svg.line([(low, middle), (high, middle)], class: "whisker")
        if bar.highest <= Self.longest {
            svg.line([(high, middle - 3), (high, middle + 3)], class: "whisker")
        } else {
            svg.line([(high, middle - 4), (high + 6, middle), (high, middle + 4)], class: "whisker")
        }
        let range = "\(bar.median.readable) × (\(bar.lowest.readable)–\(bar.highest.readable)), \(bar.label)"
        svg.text(range, x: start + Self.longest * Size.unit + 14, y: middle + 4, class: "label")
    }

    private func length(_ times: Double) -> Double { min(max(times, 0), Self.longest) * Size.unit }
}
