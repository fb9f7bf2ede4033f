import Testing

@testable import fairway_bench

@Suite("Results of the data path")
struct TrafficResultsTests {
    private func cell(_ contender: Contender, _ traffic: Traffic = .bulk) -> TrafficResults.Cell {
        TrafficResults.Cell(traffic: traffic, contender: contender)
    }

    private func results(_ rounds: [[Contender: Double]], _ traffic: Traffic = .bulk) -> TrafficResults {
        var results = TrafficResults()
        for round in rounds {
            let samples = round.map { contender, value in
                (cell(contender, traffic), TrafficResults.Sample(values: [traffic.quantities[0]: value]))
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
        #expect(results.betterPeer(in: .streamLatency, by: .median) == .nginx)
    }

    @Test("the better peer is the one with the better median, and nobody where there is none")
    func peer() {
        let rounds: [[Contender: Double]] = [
            [.haproxy: 9, .nginx: 6], [.haproxy: 1, .nginx: 6], [.haproxy: 2, .nginx: 6],
        ]
        #expect(results(rounds).betterPeer(in: .bulk, by: .bandwidth) == .nginx)
        #expect(results(rounds, .idleConnections).betterPeer(in: .idleConnections, by: .memory) == .haproxy)
        #expect(results([[.fairway: 1]]).betterPeer(in: .bulk, by: .bandwidth) == nil)
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
        results.add([memory: TrafficResults.Sample(values: [.memory: 3])], to: 1)
        results.add([memory: TrafficResults.Sample(values: [.memory: 4])], to: 2)
        #expect(results.values(.memory, of: memory).values == [3, 4])
        #expect(results.count == 3)
    }

    @Test("every other round goes the other way")
    func order() {
        let contenders = [Contender.routing, .nginx, .fairway]
        #expect(Contender.order(contenders, round: 0) == contenders)
        #expect(Contender.order(contenders, round: 1) == [.fairway, .nginx, .routing])
    }

    @Test("HAProxy carries no UDP, and memory is measured where there are processes")
    func carries() {
        #expect(Contender.haproxy.carries(.idleConnections))
        #expect(!Contender.haproxy.carries(.datagramFlows))
        #expect(!Contender.nftables.carries(.idleConnections))
        #expect(Contender.routing.carries(.smallPackets))
    }
}
