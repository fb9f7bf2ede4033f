import Testing

@testable import fairway_bench

@Suite("Results of the data path")
struct TrafficResultsTests {
    private func cell(_ contender: Contender, _ traffic: Traffic = .bulk) -> Results<DataPath>.Cell {
        Results<DataPath>.Cell(discipline: traffic, entrant: contender)
    }

    private func results(_ rounds: [[Contender: Double]], _ traffic: Traffic = .bulk) -> Results<DataPath> {
        var results = Results<DataPath>()
        for round in rounds {
            let samples = round.map { contender, value in
                (cell(contender, traffic), Results<DataPath>.Sample(values: [traffic.quantities[0]: value]))
            }
            results.add(Dictionary(uniqueKeysWithValues: samples))
        }
        return results
    }

    @Test("ratios are made pair by pair, and a round in which one failed has none")
    func pairs() {
        let results = results([
            [.routing: 10, .fairway: 5], [.routing: 20, .fairway: 20], [.fairway: 7], [.routing: 4],
        ])
        #expect(results.advantages(.bandwidth, of: cell(.fairway), over: .routing).values == [0.5, 1])
    }

    @Test("where less is better, the ratio is turned round")
    func turnedRound() {
        let results = results([[.nginx: 40, .fairway: 20]], .streamLatency)
        let fairway = cell(.fairway, .streamLatency)
        #expect(results.advantages(.median, of: fairway, over: .nginx).values == [2])
        #expect(DataPath.peer(in: .streamLatency, by: .median, results) == .nginx)
    }

    @Test("the better peer is the one with the better median, and nobody where there is none")
    func peer() {
        let rounds: [[Contender: Double]] = [
            [.haproxy: 9, .nginx: 6], [.haproxy: 1, .nginx: 6], [.haproxy: 2, .nginx: 6],
        ]
        #expect(DataPath.peer(in: .bulk, by: .bandwidth, results(rounds)) == .nginx)
        #expect(
            DataPath.peer(in: .idleConnections, by: .memory, results(rounds, .idleConnections)) == .haproxy)
        #expect(DataPath.peer(in: .bulk, by: .bandwidth, results([[.fairway: 1]])) == nil)
    }

    @Test("nothing is compared with nothing")
    func nothing() {
        #expect(Quantity.memory.advantage(of: 0, over: 3) == nil)
        #expect(Quantity.rate.advantage(of: 3, over: 0) == nil)
    }

    @Test("what was measured apart joins the round of its number")
    func joined() {
        var results = results([[.nginx: 1], [.nginx: 2]])
        let memory = cell(.nginx, .idleConnections)
        results.add([memory: Results<DataPath>.Sample(values: [.memory: 3])], to: 1)
        results.add([memory: Results<DataPath>.Sample(values: [.memory: 4])], to: 2)
        #expect(results.values(.memory, of: memory).values == [3, 4])
        #expect(results.count == 3)
    }

    @Test("every other round goes the other way")
    func order() {
        let contenders = [Contender.routing, .nginx, .fairway]
        #expect(Rounds<DataPath>.order(contenders, round: 0) == contenders)
        #expect(Rounds<DataPath>.order(contenders, round: 1) == [.fairway, .nginx, .routing])
    }

    @Test("HAProxy carries no UDP, and memory is measured where there are processes")
    func carries() {
        #expect(Contender.haproxy.carries(.idleConnections))
        #expect(!Contender.haproxy.carries(.datagramFlows))
        #expect(!Contender.nftables.carries(.idleConnections))
        #expect(Contender.routing.carries(.smallPackets))
    }
}
