/// One measurement of one contender.
struct Trial {
    /// From the start of a load until something is measured beside it, and from the end of a flood until what has come
    /// of it is counted.
    private static let settling = Duration.milliseconds(300)
    private static let firstHeld = 16

    let stage: Stage
    let lane: Lane
    /// `nil` where it has none.
    let processes: ProcessTree?
    let extent: Extent

    func run(_ traffic: Traffic) async throws -> Results<DataPath>.Sample {
        if traffic.isOfMemory { return try await memory(of: traffic) }
        guard let load = traffic.load(on: lane, extent: extent, queries: stage.queries) else {
            return try await figures(of: traffic)
        }
        let program = Program(command: stage.network.client.inside(load), log: stage.log("load"))
        var sample: Results<DataPath>.Sample?
        try await running([program]) { _ in
            try await Task.sleep(for: Self.settling)
            sample = try await figures(of: traffic)
        }
        guard let sample else { throw BenchError(description: "nothing was measured") }
        return sample
    }

    private func figures(of traffic: Traffic) async throws -> Results<DataPath>.Sample {
        guard let command = traffic.command(on: lane, extent: extent, queries: stage.queries) else {
            throw BenchError(description: "there is no client for \(traffic.title)")
        }
        let start = try await state(counting: traffic)
        let text = try await output(of: stage.network.client.inside(command), seconds: extent.seconds + 15)
        if traffic.flows != nil { try await Task.sleep(for: Self.settling) }
        let end = try await state(counting: traffic)
        let received = end.received - start.received
        guard let values = traffic.values(in: text, received: received, seconds: extent.seconds) else {
            throw BenchError(description: "\(command.joined(separator: " ")) gives no figure: \(text.suffix(500))")
        }
        return Results<DataPath>.Sample(
            values: values,
            processorSeconds: start.processorSeconds.flatMap { begun in end.processorSeconds.map { $0 - begun } },
            memory: try processes?.memory())
    }

    private func state(counting traffic: Traffic) async throws -> (processorSeconds: Double?, received: Int) {
        (
            try processes?.processorSeconds(),
            traffic.flows == nil ? 0 : try await stage.network.received(on: lane)
        )
    }

    /// What each connection takes when there are many: what a balancer makes once, for the first ones, is there before.
    private func memory(of traffic: Traffic) async throws -> Results<DataPath>.Sample {
        guard let processes else { throw BenchError(description: "\(lane.contender.title) has no processes") }
        var sample = Results<DataPath>.Sample(values: [:])
        try await holding(Self.firstHeld, of: traffic) {
            let before = try processes.memory()
            try await holding(extent.held, of: traffic) {
                let after = try processes.memory()
                sample.values[.memory] = max(0, after - before) / Double(extent.held)
                sample.memory = after
            }
        }
        return sample
    }

    private func holding(_ count: Int, of traffic: Traffic, _ body: () async throws -> Void) async throws {
        let command = stage.network.client.inside(traffic.holding(count, on: lane))
        try await runningUntilSaid("held", command, log: stage.log("hold"), body)
    }
}
