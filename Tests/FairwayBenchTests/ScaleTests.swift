import Testing

@testable import fairway_bench

@Suite("The scale bench")
struct ScaleTests {
    private func report(services: Int, possible: Int) -> ScaleReport {
        let machine = Machine(
            processor: "Some", processors: 2, memory: 4, kernel: "6.1", load: "0.10", descriptors: 20_000,
            date: "2026-01-02")
        var report = ScaleReport(machine: machine, wanted: 10_000, possible: possible, endpoints: 10, seconds: 2)
        report.steps = [.init(services: services, seconds: 12.5)]
        return report
    }

    @Test(
        "there are as many Services as descriptors for two protocols on each thread",
        arguments: [(131_072, 2, 10_000, 10_000), (20_000, 2, 10_000, 4_500), (1_024, 2, 10_000, 6), (256, 4, 10, 1)])
    func possible(descriptors: Int, threads: Int, wanted: Int, possible: Int) {
        #expect(
            ScaleTable.possibleServices(descriptors: descriptors, threads: threads, wanted: wanted) == possible)
    }

    @Test("the report says why there are fewer Services than were asked for")
    func limits() {
        #expect(report(services: 4_500, possible: 4_500).text.contains("the 20000 descriptors"))
        #expect(report(services: 2_000, possible: 4_500).text.contains("--limit"))
        #expect(!report(services: 10_000, possible: 10_000).text.contains("were asked for"))
        #expect(report(services: 500, possible: 500).text.contains("applied until all are programmed: 12.5 s"))
    }

    @Test("a small difference is doubted until there were enough rounds, and nothing else", arguments: [1, 14, 15])
    func doubt(rounds: Int) {
        #expect(Doubt.isDue(Summary(Measurements(Array(repeating: 0.95, count: rounds)))) == (rounds < 15))
        #expect(!Doubt.isDue(Summary(Measurements(Array(repeating: 0.8, count: rounds)))))
        #expect(!Doubt.isDue(nil))
    }
}
