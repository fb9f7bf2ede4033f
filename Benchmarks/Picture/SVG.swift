/// A picture as text (SVG 1.1).
struct SVG {
    private var lines: [String] = []

    /// Text that may stand between tags and in attributes.
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
    }

    /// `y` is of the line that letters stand on.
    mutating func text(_ text: String, x: Double, y: Double, class name: String) {
        lines.append("<text x=\"\(x.rounded1)\" y=\"\(y.rounded1)\" class=\"\(name)\">\(Self.escaped(text))</text>")
    }

    mutating func rectangle(x: Double, y: Double, width: Double, height: Double, class name: String) {
        let size = "width=\"\(width.rounded1)\" height=\"\(height.rounded1)\""
        lines.append("<rect x=\"\(x.rounded1)\" y=\"\(y.rounded1)\" \(size) class=\"\(name)\"/>")
    }

    /// A line through points.
    mutating func line(_ points: [(x: Double, y: Double)], class name: String) {
        let text = points.map { "\($0.x.rounded1),\($0.y.rounded1)" }.joined(separator: " ")
        lines.append("<polyline points=\"\(text)\" class=\"\(name)\"/>")
    }

    /// The whole, with a title for those who cannot see it.
    func document(width: Double, height: Double, title: String, style: String) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width.rounded1) \(height.rounded1)" \
        width="\(width.rounded1)" height="\(height.rounded1)" role="img">
        <title>\(Self.escaped(title))</title>
        <style>
        \(style)
        </style>
        \(lines.joined(separator: "\n"))
        </svg>

        """
    }
}
