import Foundation
import Testing

@testable import fairway_bench

@Suite("Reports and pictures of the data path")
struct ReportTests {
    private let machine = Machine(
        processor: "Some <fast> & small", processors: 2, memory: 4, kernel: "6.1", load: "0.10", descriptors: 1_024,
        date: "2026-01-02")

    /// Rounds in which Fairway is so many times as fast as nginx.
    private func results(_ ratio: Double, rounds: Int) -> Results<DataPath> {
        var results = Results<DataPath>()
        for _ in 0..<rounds {
            var round: Results<DataPath>.Round = [:]
            for (contender, value) in [(Contender.nginx, 2), (.fairway, 2 * ratio)] {
                round[Results<DataPath>.Cell(discipline: .datagramBulk, entrant: contender)] =
                    Results<DataPath>.Sample(values: [.bandwidth: value, .loss: 1])
            }
            results.add(round)
        }
        return results
    }

    private func record(_ ratio: Double, rounds: Int = 3) -> ComparisonRecord<DataPath> {
        ComparisonRecord(
            machine: machine, versions: ["nginx": "1.22.1"], extent: Extent(seconds: 2, exchanges: 1, held: 1),
            results: results(ratio, rounds: rounds), entrants: [.nginx, .fairway], disciplines: [.datagramBulk])
    }

    private func report(_ ratio: Double, rounds: Int) -> String {
        ComparisonReport(record: record(ratio, rounds: rounds)).text
    }

    @Test("a small difference is doubted until there were fifteen rounds, a large one is not")
    func doubt() {
        #expect(report(1.05, rounds: 14).contains("1.05 (1.05–1.05) ?"))
        #expect(!report(1.05, rounds: 15).contains("1.05 (1.05–1.05) ?"))
        #expect(!report(1.25, rounds: 3).contains("1.25 (1.25–1.25) ?"))
    }

    @Test("the report names machine, versions and rounds, and has a table for each figure")
    func report() {
        let text = report(1.25, rounds: 3)
        #expect(text.contains("Linux 6.1, 1024 descriptors"))
        #expect(text.contains("nginx 1.22.1"))
        #expect(text.contains("3 rounds of 2 s"))
        #expect(text.contains("to nginx stream") && !text.contains("to plain routing"))
        #expect(text.contains("UDP bulk, 1,400 bytes a datagram (iperf3), received: Gbit/s, more is better"))
        #expect(text.contains("UDP bulk, 1,400 bytes a datagram (iperf3), received: lost, %"))
        #expect(!text.split(separator: "\n").contains { $0.hasSuffix(" ") })
    }

    @Test("the record names what was left out, and comes back from JSON as it was")
    func json() throws {
        let record = record(1.5)
        #expect(record.leftOut.contains("HAProxy") && record.leftOut.contains(Traffic.bulk.title))
        let back = try JSONDecoder().decode(ComparisonRecord<DataPath>.self, from: try JSONEncoder().encode(record))
        #expect(back.figures.first?.entries.last?.ratio(to: .nginx)?.median == 1.5)
        #expect(back.figures.first?.peer == .nginx)
        #expect(back.figures.last?.quantity == .loss && back.figures.last?.peer == nil)
    }

    @Test("the picture names everything, and shows the figures that can be compared")
    func picture() {
        let text = ComparisonPicture(record: record(1.5)).text
        #expect(text.hasPrefix("<svg ") && text.hasSuffix("</svg>\n"))
        #expect(text.contains("Some &lt;fast&gt; &amp; small"))
        #expect(text.contains("1.50 × (1.50–1.50), 3.00 Gbit/s"))
        #expect(text.contains("Left out, as missing here: plain routing, nftables DNAT, HAProxy"))
        #expect(!text.contains("lost, %"))
        #expect(text.contains("prefers-color-scheme: dark"))
    }

    @Test("a bar ends at the picture's limit, and its number tells the rest")
    func longBar() {
        let text = ComparisonPicture(record: record(40)).text
        #expect(text.contains("40.0 × (40.0–40.0), 80.0 Gbit/s"))
        #expect(
            text.contains(
                "<rect x=\"125.0\" y=\"\(barTop(in: text))\" width=\"225.0\" height=\"11.0\" class=\"bar fairway\"/>"))
    }

    /// Where Fairway's bar begins, from above.
    private func barTop(in text: String) -> String {
        let line = text.split(separator: "\n").first { $0.contains("bar fairway") } ?? ""
        return line.split(separator: "\"").dropFirst(3).first.map(String.init) ?? ""
    }
}
