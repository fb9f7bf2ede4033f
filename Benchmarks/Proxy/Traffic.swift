/// What the client sends, and what is counted of it.
enum Traffic: CaseIterable {
    case bulk, bulkOfEight, keptConnections, newConnections, datagramRequests

    var title: String {
        switch self {
        case .bulk: "TCP bulk, 1 stream (iperf3), Gbit/s"
        case .bulkOfEight: "TCP bulk, 8 streams (iperf3), Gbit/s"
        case .keptConnections: "requests on 64 kept connections (wrk), thousands a second"
        case .newConnections: "new connections, 64 at a time (wrk, Connection: close), thousands a second"
        case .datagramRequests: "UDP requests, 32 sockets (dnsperf), thousands a second"
        }
    }

    /// The programs it needs, at the client and at the server.
    var tools: [String] {
        switch self {
        case .bulk, .bulkOfEight: ["iperf3"]
        case .keptConnections, .newConnections: ["wrk", "nginx"]
        case .datagramRequests: ["dnsperf", "knotd"]
        }
    }

    /// The client's command. `queries` is dnsperf's file.
    func command(to address: String, seconds: Int, queries: String) -> [String] {
        let http = ["wrk", "-t2", "-c64", "-d\(seconds)s"]
        let url = "http://\(address):\(Contender.Port.http)/"
        let bulk = ["iperf3", "-J", "-c", address, "-p", "\(Contender.Port.bulk)", "-t", "\(seconds)"]
        return switch self {
        case .bulk: bulk
        case .bulkOfEight: bulk + ["-P", "8"]
        case .keptConnections: http + [url]
        case .newConnections: http + ["-H", "Connection: close", url]
        case .datagramRequests:
            [
                "dnsperf", "-s", address, "-p", "\(Contender.Port.dns)", "-d", queries, "-l", "\(seconds)", "-c", "32",
                "-q", "256",
            ]
        }
    }

    /// What the client's output says, in the unit of the title; `nil` where it says nothing or that requests failed.
    func value(in output: String) -> Double? {
        switch self {
        case .bulk, .bulkOfEight:
            // The last of its kind is the sum of all streams, as the receiver counted it.
            return output.lastNumber(after: "\"bits_per_second\":").map { $0 / 1e9 }
        case .keptConnections, .newConnections:
            guard !output.contains("Socket errors"), !output.contains("Non-2xx") else { return nil }
            return output.lastNumber(after: "Requests/sec:").map { $0 / 1e3 }
        case .datagramRequests:
            return output.lastNumber(after: "Queries per second:").map { $0 / 1e3 }
        }
    }
}

extension String {
    /// The number that stands after the last occurrence of a label.
    fileprivate func lastNumber(after label: String) -> Double? {
        let lines = split(whereSeparator: \.isNewline)
        guard let line = lines.last(where: { $0.contains(label) }), let range = line.firstRange(of: label) else {
            return nil
        }
        let number = line[range.upperBound...].drop { $0.isWhitespace }.prefix { $0.isNumber || ".e+-".contains($0) }
        return Double(number).flatMap { $0 > 0 ? $0 : nil }
    }
}
