/// How much is measured at once.
struct Extent: ComparedAmount {
    var seconds: Int
    /// How many exchanges a ping-pong has when nothing else happens.
    var exchanges: Int
    /// How many connections, or flows, are held to see what memory they take.
    var held: Int

    /// Long enough to see that all works.
    var forWarmUp: Extent {
        var extent = self
        extent.seconds = 1
        return extent
    }
}

extension Traffic {
    /// The client's command; `nil` where the client is more than that. `queries` is dnsperf's file.
    func command(on lane: Lane, extent: Extent, queries: String) -> [String]? {
        let iperf = ["iperf3", "-J", "-c", lane.target, "-p", "\(Contender.Port.bulk)", "-t", "\(extent.seconds)"]
        switch self {
        case .bulk: return iperf
        case .bulkOfEight: return iperf + ["-P", "8"]
        case .datagramBulk: return iperf + ["-u", "-b", "0", "-l", "1400"]
        case .keptConnections, .newConnections, .datagramRequests:
            return requests(to: lane.target, seconds: extent.seconds, queries: queries)
        case .streamLatency, .datagramLatency: return ping(lane) + ["--exchanges", "\(extent.exchanges)"]
        case .loadedStreamLatency, .loadedDatagramLatency: return ping(lane) + ["--seconds", "\(extent.seconds)"]
        case .smallPackets, .smallPacketsOfManyFlows: return flood(lane, extent.seconds)
        case .idleConnections, .datagramFlows: return nil
        }
    }

    /// What runs beside the client, longer than it; `nil` where nothing does.
    func load(on lane: Lane, extent: Extent, queries: String) -> [String]? {
        switch self {
        case .loadedStreamLatency:
            Traffic.keptConnections.requests(to: lane.target, seconds: extent.seconds + 5, queries: queries)
        case .loadedDatagramLatency:
            Traffic.datagramRequests.requests(to: lane.target, seconds: extent.seconds + 5, queries: queries)
        default: nil
        }
    }

    /// Holds so many connections, or flows, until it is ended; a line says when all are there.
    func holding(_ count: Int, on lane: Lane) -> [String] {
        [ownProgram, "client", "hold"] + peer(lane) + ["--count", "\(count)"]
    }

    /// The command of a client that sends requests to any address; `nil` where this is no such traffic.
    func requests(to address: String, seconds: Int, queries: String) -> [String]? {
        let http = ["wrk", "-t2", "-c64", "-d\(seconds)s", "http://\(address):\(Contender.Port.http)/"]
        switch self {
        case .keptConnections: return http
        case .newConnections: return http + ["-H", "Connection: close"]
        case .datagramRequests:
            return [
                "dnsperf", "-s", address, "-p", "\(Contender.Port.dns)", "-d", queries, "-l", "\(seconds)", "-c", "32",
                "-q", "256", "-t", "1",
            ]
        default: return nil
        }
    }

    private func ping(_ lane: Lane) -> [String] { [ownProgram, "client", "ping"] + peer(lane) }

    private func peer(_ lane: Lane) -> [String] {
        ["--transport", transport.rawValue, "--address", lane.target, "--port", "\(Contender.Port.echo)"]
    }

    private func flood(_ lane: Lane, _ seconds: Int) -> [String] {
        [
            ownProgram, "client", "flood", "--interface", lane.interface, "--hardware-address", lane.balancerHardware,
            "--source", lane.client, "--address", lane.target, "--port", "\(Contender.Port.sink)",
            "--flows", "\(flows ?? 1)", "--seconds", "\(seconds)",
        ]
    }
}
