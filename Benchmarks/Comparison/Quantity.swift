/// What one figure of a measurement counts.
enum Quantity: String, Codable {
    case bandwidth, rate, loss, median, tail, memory
    case effort, size, startTime, footprint

    var title: String {
        switch self {
        case .bandwidth: "Gbit/s"
        case .rate: "thousands a second"
        case .loss: "lost, %"
        case .median: "p50, µs"
        case .tail: "p99, µs"
        case .memory: "KiB each"
        case .effort: "processor µs each"
        case .size: "bytes of an answer"
        case .startTime: "ms"
        case .footprint: "MiB"
        }
    }

    /// The unit, to stand behind a number.
    var unit: String {
        switch self {
        case .bandwidth: "Gbit/s"
        case .rate: "k/s"
        case .loss: "%"
        case .median, .tail: "µs"
        case .memory: "KiB"
        case .effort: "µs"
        case .size: "bytes"
        case .startTime: "ms"
        case .footprint: "MiB"
        }
    }

    var isBetterLow: Bool {
        switch self {
        case .bandwidth, .rate: false
        case .loss, .median, .tail, .memory, .effort, .size, .startTime, .footprint: true
        }
    }

    /// Whether it makes sense to divide by another's. (A loss of nothing does not, and who says less is not better.)
    var isCompared: Bool { self != .loss && self != .size }

    func isBetter(_ value: Double, than other: Double) -> Bool { isBetterLow ? value < other : value > other }

    /// How many times as good `value` is as `other`; `nil` where one of them is nothing.
    func advantage(of value: Double, over other: Double) -> Double? {
        guard value > 0, other > 0 else { return nil }
        return isBetterLow ? other / value : value / other
    }
}
