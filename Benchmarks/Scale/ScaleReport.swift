/// What the scale bench found. Times of changes in milliseconds, memory in MiB, rates in thousands a second.
struct ScaleReport: Codable {
    struct Rate: Codable {
        var traffic: Traffic
        var few: Summary?
        var many: Summary?
        /// Pair by pair within a round.
        var ratio: Summary?
    }

    struct Step: Codable {
        var services: Int
        var seconds: Double
    }

    var machine: Machine
    /// How many Services were asked for, and how many the descriptors allow.
    var wanted: Int
    var possible: Int
    var endpoints: Int
    var seconds: Int
    /// How long it took until so many were programmed, from the first request on.
    var steps: [Step] = []
    var portChange: Summary?
    var endpointChange: Summary?
    /// Of the `up` with one Service and of that with all, resident.
    var memoryOfFew = 0.0
    var memoryOfMany = 0.0
    var traffic: [Rate] = []

    var text: String {
        let step = steps.last ?? Step(services: 0, seconds: 0)
        return """
            \(step.services) Services with \(endpoints) endpoints each\(limits(step.services))
            on \(machine.summary)
              applied until all are programmed: \(step.seconds.rounded1) s
              a port changed until the Service is programmed: \(Self.range(portChange)) ms
              an EndpointSlice changed until the node has acknowledged it: \(Self.range(endpointChange)) ms
              resident memory of `up`: \(memoryOfMany.rounded1) MiB, with one Service \(memoryOfFew.rounded1) MiB
            traffic through one Service, alone and beside all the others, medians (lowest–highest)
            \(traffic.map(row).joined(separator: "\n"))
            \(Doubt.sentence)
            """
    }

    /// Why there are no more.
    private func limits(_ services: Int) -> String {
        guard services < wanted else { return "" }
        let cause =
            services == possible
            ? "the \(machine.descriptors) descriptors that a process may have here allow no more"
            : "the time that --limit gives was over"
        return " (\(wanted) were asked for; \(cause))"
    }

    private func row(_ rate: Rate) -> String {
        "  \(rate.traffic.title), thousands a second: \(Self.range(rate.few)) alone, \(Self.range(rate.many)) beside, "
            + "ratio \(Self.range(rate.ratio))\(Doubt.isDue(rate.ratio) ? " ?" : "")"
    }

    private static func range(_ summary: Summary?) -> String {
        summary.map { "\($0.median.readable) (\($0.lowest.readable)–\($0.highest.readable))" } ?? "–"
    }
}
