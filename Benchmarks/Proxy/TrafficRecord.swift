/// All that a run has found, to be kept as JSON.
struct TrafficRecord: Codable {
    struct Figure: Codable {
        var traffic: Traffic
        var title: String
        var quantity: Quantity
        var unit: String
        var isBetterLow: Bool
        /// The better of HAProxy and nginx.
        var peer: Contender?
        var entries: [Entry]
    }

    struct Entry: Codable {
        var contender: Contender
        /// `nil` where it failed.
        var value: Summary?
        /// How many times as good, pair by pair.
        var toRouting: Summary?
        var toPeer: Summary?
        /// Of the balancer's processes: seconds of a processor, and MiB.
        var processorSeconds: Summary?
        var memory: Summary?
    }

    var machine: Machine
    /// By the name of the program.
    var versions: [String: String]
    /// The titles of what is missing on the machine.
    var leftOut: [String]
    var extent: Extent
    var rounds: Int
    var figures: [Figure]

    var versionsInWords: String {
        versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }

    var roundsInWords: String { "\(rounds) \(rounds == 1 ? "round" : "rounds") of \(extent.seconds) s" }
}

extension TrafficRecord {
    init(
        machine: Machine, versions: [String: String], extent: Extent, results: TrafficResults,
        contenders: [Contender], traffic: [Traffic]
    ) {
        self.machine = machine
        self.versions = versions
        self.extent = extent
        rounds = results.count
        leftOut =
            Contender.allCases.filter { !contenders.contains($0) }.map(\.title)
            + Traffic.allCases.filter { !traffic.contains($0) }.map(\.title)
        figures = traffic.flatMap { traffic in
            traffic.quantities.map { Figure(traffic, $0, results, contenders.filter { $0.carries(traffic) }) }
        }
    }
}

extension TrafficRecord.Figure {
    /// Whom all are compared with, plain routing first.
    var references: [Contender] {
        (entries.contains { $0.toRouting != nil } ? [.routing] : []) + (peer.map { [$0] } ?? [])
    }

    /// Whether it is the most important one of its traffic.
    var isFirstOfTraffic: Bool { quantity == traffic.quantities.first }

    fileprivate init(
        _ traffic: Traffic, _ quantity: Quantity, _ results: TrafficResults, _ contenders: [Contender]
    ) {
        self.traffic = traffic
        self.quantity = quantity
        title = traffic.title
        unit = quantity.unit
        isBetterLow = quantity.isBetterLow
        let peer = quantity.isCompared ? results.betterPeer(in: traffic, by: quantity) : nil
        self.peer = peer
        entries = contenders.map { contender in
            let cell = TrafficResults.Cell(traffic: traffic, contender: contender)
            return TrafficRecord.Entry(
                contender: contender, value: Summary(results.values(quantity, of: cell)),
                toRouting: Summary(results.advantages(quantity, of: cell, over: .routing)),
                toPeer: peer.flatMap { Summary(results.advantages(quantity, of: cell, over: $0)) },
                processorSeconds: Summary(results.processorSeconds(of: cell)),
                memory: Summary(results.memory(of: cell)))
        }
    }
}
