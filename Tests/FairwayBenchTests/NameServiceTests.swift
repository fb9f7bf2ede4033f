import FairwayDNS
import FairwayNet
import Testing

@testable import fairway_bench

@Suite("The bench of name servers")
struct NameServiceTests {
    private let output = """
        Queries sent:         281400
        Queries completed:    281400 (100.00%)
        Queries lost:         0 (0.00%)

        Response codes:       NOERROR 281400 (100.00%)
        Average packet size:  request 37, response 53
        Run time (s):         2.000000
        Queries per second:   140700.000000

        """

    private func values(_ load: QueryLoad, _ old: String = "", _ new: String = "") -> [Quantity: Double]? {
        load.values(in: old.isEmpty ? output : output.replacing(old, with: new), processorSeconds: 0.2814)
    }

    @Test("dnsperf's figures are taken, and what the server used is divided by the answers")
    func figures() {
        #expect(values(.addresses) == [.rate: 140.7, .effort: 1, .size: 53])
    }

    @Test(
        "where something was answered otherwise, or many questions not at all, there is no figure",
        arguments: [
            ("NOERROR 281400 (100.00%)", "NOERROR 281399 (100.00%), SERVFAIL 1 (0.00%)"),
            ("Queries lost:         0", "Queries lost:         300"),
            ("Queries per second:", "Queries:"), ("140700.000000", "0.000000"),
        ])
    func noFigures(old: String, new: String) {
        #expect(values(.addresses, old, new) == nil)
    }

    @Test("names that are not there are to be answered so")
    func missing() {
        #expect(values(.missing) == nil)
        #expect(values(.missing, "NOERROR", "NXDOMAIN")?[.rate] == 140.7)
    }

    @Test("each name is asked for once in a file")
    func queries() {
        let lines = BenchZone(names: 250).queries(of: .services).split(separator: "\n")
        #expect(lines.count == 250 && Set(lines).count == 250)
        #expect(lines.contains("_sip._udp.host-249.bench.test SRV"))
    }

    @Test("a hundred names are a Service's, and the last has the rest")
    func manifest() {
        let documents = BenchZone(names: 201).manifest.split(separator: "---")
        #expect(documents.count == 4)
        #expect(documents.last?.contains("fairway.dev/hostname: host-200.bench.test\n") == true)
        #expect(documents[0].contains("zone: bench.test"))
    }

    @Test("a zone is whole when each name has both records")
    func whole() {
        let records = (0..<2).flatMap { number in
            ["\(BenchZone.host(number)). 60 IN A 127.0.0.1", "\(BenchZone.service(number)). 60 IN SRV 0 100 5060 a."]
        }
        #expect(
            BenchZone(names: 2).isWhole((["bench.test. 60 IN NS ns.bench.test."] + records).joined(separator: "\n")))
        #expect(!BenchZone(names: 2).isWhole(records.dropLast().joined(separator: "\n")))
    }

    @Test("answers are told by code, authority and records in an order of their own")
    func summary() throws {
        let name = try #require(DomainName("www.bench.test"))
        let records = [2, 1].map { ResourceRecord(owner: name, ttl: 60, data: .a(.init(192, 0, 2, $0))) }
        var message = Message(header: MessageHeader(id: 1, flags: [.response, .authoritative]), answers: records)
        #expect(
            message.summary == "NOERROR; AA; www.bench.test. 60 IN A 192.0.2.1; www.bench.test. 60 IN A 192.0.2.2")
        message = Message(header: MessageHeader(id: 1, flags: .response), responseCode: .refused)
        #expect(message.summary == "REFUSED; no AA")
    }

    @Test("the first difference between servers is shown")
    func difference() throws {
        #expect(NameServerStage.difference(between: "a\nb\n", and: "a\nb\n") == nil)
        let other = try #require(NameServerStage.difference(between: "a\nb\n", and: "a\nc\n"))
        #expect(other == ("b", "c"))
        let shorter = try #require(NameServerStage.difference(between: "a\nb\n", and: "a\n"))
        #expect(shorter == ("b", "nothing"))
    }

    @Test(
        "a question is a name and a type", arguments: ["", "www.bench.test", "www.bench.test A IN", "a..b A", "a NONE"])
    func noQuestion(line: String) {
        #expect(throws: BenchError.self) { try Question(line) }
    }

    @Test("all are compared with BIND and Knot DNS, less time being better, and sizes are not compared")
    func references() {
        var results = Results<NameService>()
        let values: [NameServerProgram: Double] = [.bind: 8, .knot: 4, .fairway: 5]
        results.add(
            Dictionary(
                uniqueKeysWithValues: values.map { program, value in
                    (
                        Results<NameService>.Cell(discipline: .addresses, entrant: program),
                        Results<NameService>.Sample(values: [.rate: value, .effort: value, .size: value])
                    )
                }))
        let machine = Machine(
            processor: "Some", processors: 2, memory: 4, kernel: "6.1", load: "0.10", descriptors: 1_024,
            date: "2026-01-02")
        let record = ComparisonRecord(
            machine: machine, versions: [:], extent: QueryAmount(seconds: 2, names: 10), results: results,
            entrants: [.bind, .knot, .fairway], disciplines: [.addresses])
        #expect(record.figures.map(\.references) == [[.knot, .bind], [.knot, .bind], []])
        #expect(record.figures[1].entries.last?.ratio(to: .bind)?.median == 1.6)
        #expect(record.leftOut.contains("NSD"))
        #expect(ComparisonPicture(record: record).text.contains("how many times as good as BIND"))
    }
}
