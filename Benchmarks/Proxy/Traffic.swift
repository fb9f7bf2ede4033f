/// What the client sends, and what is counted of it.
enum Traffic: String, ComparedDiscipline {
    case bulk, bulkOfEight, keptConnections, newConnections, datagramRequests, datagramBulk
    case streamLatency, datagramLatency, loadedStreamLatency, loadedDatagramLatency
    case smallPackets
    case idleConnections, datagramFlows, smallPacketsOfManyFlows

    var title: String {
        switch self {
        case .bulk: "TCP bulk, 1 stream (iperf3)"
        case .bulkOfEight: "TCP bulk, 8 streams (iperf3)"
        case .keptConnections: "Requests on 64 kept connections (wrk)"
        case .newConnections: "New connections, 64 at a time (wrk, Connection: close)"
        case .datagramRequests: "UDP requests, 32 sockets (dnsperf)"
        case .datagramBulk: "UDP bulk, 1,400 bytes a datagram (iperf3), received"
        case .streamLatency: "TCP ping-pong, idle"
        case .datagramLatency: "UDP ping-pong, idle"
        case .loadedStreamLatency: "TCP ping-pong beside wrk on 64 kept connections"
        case .loadedDatagramLatency: "UDP ping-pong beside dnsperf on 32 sockets"
        case .smallPackets: "60-byte UDP frames one way, 64 flows, received"
        case .smallPacketsOfManyFlows: "60-byte UDP frames one way, 50,000 flows, received"
        case .idleConnections: "Memory of an idle TCP connection"
        case .datagramFlows: "Memory of a UDP flow"
        }
    }

    var quantities: [Quantity] {
        switch self {
        case .bulk, .bulkOfEight: [.bandwidth]
        case .keptConnections, .newConnections, .datagramRequests: [.rate]
        case .datagramBulk: [.bandwidth, .loss]
        case .streamLatency, .datagramLatency, .loadedStreamLatency, .loadedDatagramLatency: [.median, .tail]
        case .smallPackets, .smallPacketsOfManyFlows: [.rate, .loss]
        case .idleConnections, .datagramFlows: [.memory]
        }
    }

    var transport: Transport {
        switch self {
        case .bulk, .bulkOfEight, .keptConnections, .newConnections, .streamLatency, .loadedStreamLatency,
            .idleConnections:
            .tcp
        case .datagramRequests, .datagramBulk, .datagramLatency, .loadedDatagramLatency, .smallPackets,
            .smallPacketsOfManyFlows, .datagramFlows:
            .udp
        }
    }

    /// The programs it needs, at the client and at the server, besides this one.
    var tools: [String] {
        switch self {
        case .bulk, .bulkOfEight, .datagramBulk: ["iperf3"]
        case .keptConnections, .newConnections, .loadedStreamLatency: ["wrk", "nginx"]
        case .datagramRequests, .loadedDatagramLatency: ["dnsperf", "knotd"]
        case .streamLatency, .datagramLatency, .smallPackets, .smallPacketsOfManyFlows, .idleConnections,
            .datagramFlows:
            []
        }
    }

    /// How many flows send at once, where small packets are sent.
    var flows: Int? {
        switch self {
        case .smallPackets: 64
        case .smallPacketsOfManyFlows: 50_000
        default: nil
        }
    }

    /// Whether it is what the balancer's processes take that is measured.
    var isOfMemory: Bool { quantities == [.memory] }

    /// Whether it is measured on balancers that were started for it: one that had connections before may have kept room
    /// for new ones, and one that had too many flows has no descriptors left for what comes next.
    var wantsFreshBalancers: Bool { isOfMemory || self == .smallPacketsOfManyFlows }
}

/// What the bench's own clients speak.
enum Transport: String, Codable { case tcp, udp }
