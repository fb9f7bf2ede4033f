import Testing

@testable import fairway_bench

@Suite("Measurements")
struct MeasurementsTests {
    @Test(
        "quantiles lie between the values around them",
        arguments: [
            ([], 0.5, 0), ([4], 0.99, 4), ([1, 2, 3, 4], 0.5, 2.5), ([4, 1, 3, 2], 0, 1), ([4, 1, 3, 2], 1, 4),
            ([10, 20], 0.25, 12.5),
        ] as [([Double], Double, Double)])
    func quantiles(values: [Double], share: Double, expected: Double) {
        #expect(Measurements(values).quantile(share) == expected)
    }

    @Test("a summary keeps the values in their order, and there is none of nothing")
    func summary() {
        let summary = Summary(Measurements([3, 1, 2]))
        #expect(summary?.values == [3, 1, 2])
        #expect(summary.map { [$0.lowest, $0.median, $0.highest] } == [1, 2, 3])
        #expect(Summary(Measurements()) == nil)
    }

    @Test(
        "numbers have the digits that help",
        arguments: [(0.041, "0.04"), (9.994, "9.99"), (12.34, "12.3"), (123.4, "123"), (0, "0.00")])
    func readable(number: Double, text: String) {
        #expect(number.readable == text)
    }
}

extension Measurements {
    init(_ values: [Double]) {
        self.init()
        for value in values { add(value) }
    }
}
