extension ForwardingTable {
    /// Takes out the frontends whose traffic would come back to them, since one of their backends is a frontend itself
    /// that leads there: each connection would make another, until there are no descriptors left.
    ///
    /// - Returns: those that were taken out, and what to tell people.
    package mutating func removeLoops() -> [Frontend: Refusal] {
        var refusals: [Frontend: Refusal] = [:]
        for frontend in entries.keys where leads(from: frontend, backTo: frontend) {
            refusals[frontend] = Refusal(
                reason: "BackendLoop",
                message: "\(frontend) cannot be served: its endpoints lead back to it; "
                    + "give the EndpointSlice the address and port of the backend itself.")
        }
        for frontend in refusals.keys { entries[frontend] = nil }
        return refusals
    }

    private func leads(from start: Frontend, backTo target: Frontend) -> Bool {
        var waiting = next(start)
        var seen: Set<Frontend> = []
        while let frontend = waiting.popLast() {
            if frontend == target { return true }
            if seen.insert(frontend).inserted { waiting += next(frontend) }
        }
        return false
    }

    /// The backends of a frontend that are frontends too.
    private func next(_ frontend: Frontend) -> [Frontend] {
        guard let entry = entries[frontend] else { return [] }
        return (entry.backends.map(\.backend) + entry.draining)
            .map { Frontend(address: $0.address, port: $0.port, transport: frontend.transport) }
            .filter { entries[$0] != nil }
    }
}
