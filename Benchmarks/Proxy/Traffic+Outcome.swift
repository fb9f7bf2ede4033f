extension Traffic {
    /// What the client's output says; `nil` where it lacks a figure or says that requests failed. `received` is how
    /// many packets the server's interface has got meanwhile.
    func values(in output: String, received: Int, seconds: Int) -> [Quantity: Double]? {
        switch self {
        case .bulk, .bulkOfEight:
            // The last of its kind is the sum of all streams, as the receiver counted it.
            return output.lastNumber(after: "\"bits_per_second\":").positive.map { [.bandwidth: $0 / 1e9] }
        case .datagramBulk:
            guard let bits = output.lastNumber(after: "\"bits_per_second\":").positive,
                let loss = output.lastNumber(after: "\"lost_percent\":")
            else { return nil }
            return [.bandwidth: bits / 1e9, .loss: loss]
        case .keptConnections, .newConnections:
            guard !output.contains("Socket errors"), !output.contains("Non-2xx") else { return nil }
            return output.lastNumber(after: "Requests/sec:").positive.map { [.rate: $0 / 1e3] }
        case .datagramRequests:
            return output.lastNumber(after: "Queries per second:").positive.map { [.rate: $0 / 1e3] }
        case .streamLatency, .datagramLatency, .loadedStreamLatency, .loadedDatagramLatency:
            guard let median = output.lastNumber(after: "p50 µs:").positive,
                let tail = output.lastNumber(after: "p99 µs:").positive
            else { return nil }
            return [.median: median, .tail: tail]
        case .smallPackets, .smallPacketsOfManyFlows:
            guard let sent = output.lastNumber(after: "sent:").positive, received > 0 else { return nil }
            let lost = max(0, 1 - Double(received) / sent)
            return [.rate: Double(received) / Double(seconds) / 1e3, .loss: lost * 100]
        case .idleConnections, .datagramFlows:
            return nil
        }
    }
}

extension String {
    /// The number that stands after the last occurrence of a label.
    func lastNumber(after label: String) -> Double? {
        let lines = split(whereSeparator: \.isNewline)
        guard let line = lines.last(where: { $0.contains(label) }), let range = line.firstRange(of: label) else {
            return nil
        }
        let number = line[range.upperBound...].drop { $0.isWhitespace }.prefix { $0.isNumber || ".e+-".contains($0) }
        return Double(number)
    }
}

extension Double? {
    /// `nil` also in place of what is not above zero.
    fileprivate var positive: Double? { flatMap { $0 > 0 ? $0 : nil } }
}
