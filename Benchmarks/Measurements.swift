/// What was measured of one thing, several times.
struct Measurements {
    private(set) var values: [Double] = []

    var count: Int { values.count }

    mutating func add(_ value: Double) { values.append(value) }

    mutating func add(_ duration: Duration) { values.append(duration / .milliseconds(1)) }

    /// The share of values below which lies `share` of them; 0.5 is the median. 0 where there are none.
    func quantile(_ share: Double) -> Double {
        guard !values.isEmpty else { return 0 }
        let position = share * Double(values.count - 1)
        let (below, above) = (Int(position.rounded(.down)), Int(position.rounded(.up)))
        let sorted = values.sorted()
        return sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))
    }

    /// `median (min–max) of n` with a unit.
    func summary(_ unit: String) -> String {
        let (low, median, high) = (quantile(0), quantile(0.5), quantile(1))
        return "\(median.rounded1) \(unit) (\(low.rounded1)–\(high.rounded1), \(count) ×)"
    }
}

extension Double {
    /// With one digit after the point.
    var rounded1: String {
        let tenths = Int64((self * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))"
    }

    /// With as many digits as help a reader: two after the point below ten, none above a hundred.
    var readable: String { self < 10 ? rounded2 : self < 100 ? rounded1 : "\(Int64(rounded()))" }

    /// With two digits after the point. For what is not negative.
    var rounded2: String {
        let hundredths = Int64((self * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
