extension ForwardingTable {
    /// Takes out the frontends whose traffic would come back to them, since one of their backends is a frontend itself
    /// that leads there: each connection would make another, until there are no descriptors left.
    ///
    /// - Returns: those that were taken out, and what to tell people.
    package mutating func removeLoops() -> [Frontend: Refusal] {
        var refusals: [Frontend: Refusal] = [:]
        // Hardly any backend is where a frontend is; most are told apart by a look at their ports.
        var ports = Array(repeating: false, count: 1 << 16)
        for frontend in entries.keys { ports[Int(frontend.port)] = true }
        for frontend in entries.keys where leads(from: frontend, backTo: frontend, by: ports) {
            refusals[frontend] = Refusal(
                reason: "BackendLoop",
                message: "\(frontend) cannot be served: its endpoints lead back to it; "
                    + "give the EndpointSlice the address and port of the backend itself.")
        }
        for frontend in refusals.keys { entries[frontend] = nil }
        return refusals
    }

    private func leads(from start: Frontend, backTo target: Frontend, by ports: [Bool]) -> Bool {
        var waiting = next(start, by: ports)
        var seen: Set<Frontend> = []
        while let frontend = waiting.popLast() {
            if frontend == target { return true }
            if seen.insert(frontend).inserted { waiting += next(frontend, by: ports) }
        }
        return false
    }

    /// The backends of a frontend that are frontends too; `ports` says which ports frontends have.
    private func next(_ frontend: Frontend, by ports: [Bool]) -> [Frontend] {
        guard let entry = entries[frontend] else { return [] }
        var next: [Frontend] = []
        func take(_ backend: Backend) {
            guard ports[Int(backend.port)] else { return }
            let backend = Frontend(address: backend.address, port: backend.port, transport: frontend.transport)
            if entries[backend] != nil { next.append(backend) }
        }
        for weighted in entry.backends { take(weighted.backend) }
        for backend in entry.draining { take(backend) }
        return next
    }
}
