/// What is told of something that was measured several times.
struct Summary: Codable, Equatable {
    var median: Double
    var lowest: Double
    var highest: Double
    /// In the order of the rounds.
    var values: [Double]

    /// `nil` where nothing was measured.
    init?(_ measurements: Measurements) {
        guard measurements.count > 0 else { return nil }
        median = measurements.quantile(0.5)
        lowest = measurements.quantile(0)
        highest = measurements.quantile(1)
        values = measurements.values
    }
}
