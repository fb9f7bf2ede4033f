import Foundation

/// A client, a server, and between them each contender's balancer, in network namespaces of their own.
struct BenchNetwork {
    let client: Namespace
    let server: Namespace
    let lanes: [Lane]

    private init(_ contenders: [Contender], prefix: String) {
        client = Namespace(name: "\(prefix)-client")
        server = Namespace(name: "\(prefix)-server")
        lanes = Self.lanes(for: contenders, prefix: prefix)
    }

    /// What each contender's lane is called and which addresses it has, whether it exists or not.
    static func lanes(for contenders: [Contender], prefix: String = BenchName.own) -> [Lane] {
        contenders.enumerated().map { number, contender in
            Lane(
                contender: contender, number: number, balancer: Namespace(name: "\(prefix)-\(contender.rawValue)"))
        }
    }

    /// Makes the network for as long as `body` runs. Needs root.
    static func run(for contenders: [Contender], _ body: (BenchNetwork) async throws -> Void) async throws {
        let network = BenchNetwork(contenders, prefix: BenchName.own)
        try await Namespace.making([network.client, network.server] + network.lanes.map(\.balancer)) {
            for lane in network.lanes { try await network.link(lane) }
            try await body(network)
        }
    }

    private func link(_ lane: Lane) async throws {
        let (name, balancer) = (lane.interface, lane.balancer)
        for (end, there) in [("client", client), ("server", server)] {
            try await output(
                of: ["ip", "link", "add", name, "netns", there.name, "type", "veth", "peer"]
                    + ["name", end, "netns", balancer.name])
        }
        try await balancer.ip(
            """
            address add \(lane.balancerToClient)/24 dev client
            address add \(lane.service)/24 dev client
            address add \(lane.balancerToServer)/24 dev server
            link set client address \(lane.balancerHardware)
            link set client up
            link set server up
            """)
        try await client.ip(
            """
            address add \(lane.client)/24 dev \(name)
            link set \(name) up
            route add \(lane.backend)/32 via \(lane.balancerToClient)
            """)
        try await server.ip(
            """
            address add \(lane.backend)/24 dev \(name)
            link set \(name) up
            route add \(lane.client)/32 via \(lane.balancerToServer)
            """)
        try await balancer.set("net.ipv4.ip_forward=1")
    }

    func lane(of contender: Contender) -> Lane? { lanes.first { $0.contender == contender } }

    /// How many packets have come to the server on a lane so far.
    func received(on lane: Lane) async throws -> Int {
        let text = try await output(of: ["ip", "-n", server.name, "-s", "-j", "link", "show", "dev", lane.interface])
        guard let link = try JSONDecoder().decode([LinkStatistics].self, from: Data(text.utf8)).first else {
            throw BenchError(description: "ip shows no statistics of \(lane.interface): \(text)")
        }
        return link.stats64.rx.packets
    }
}

/// What ip(8) says of an interface in JSON, as far as it is used.
private struct LinkStatistics: Decodable {
    struct Direction: Decodable { var packets: Int }
    struct Statistics: Decodable { var rx: Direction }
    var stats64: Statistics
}
