import FairwayCore
import FairwayLinux
import FairwayNet
import SystemPackage

extension ProxyEngine {
    /// Adds what the threads must do for a frontend.
    /// - Returns: why its sockets cannot be opened. Its flows are looked after even so.
    func update(
        _ frontend: Frontend, to entry: ForwardingEntry, _ changes: inout [WorkerChange]
    ) -> Refusal? {
        let known = served[frontend]
        if let known, known.entry == entry, known.isOpen == frontend.wantsSocket(by: known.rules.choice) { return nil }
        let choice =
            known?.choice(for: entry)
            ?? BackendChoice(entry, maglev: { lookups.lookup(of: $0) }) {
                standings.standings(of: $0, at: frontend, by: entry)
            }
        let wantsOpen = frontend.wantsSocket(by: choice)
        let isOpen = known?.isOpen ?? false
        var sockets: [FrontendUpdate.SocketChange] = changes.map { _ in isOpen && !wantsOpen ? .close : .keep }
        var refusal: Refusal?
        if wantsOpen, !isOpen {
            do throws(Errno) {
                sockets = try self.sockets(of: frontend, count: changes.count).map { .open($0) }
            } catch {
                refusal = Refusal(frontend, error)
            }
        }
        let rules = FrontendRules(
            entry, choice: choice, affinity: clients.affinity(of: frontend, by: entry),
            admission: clients.admission(by: entry))
        served[frontend] = ServedFrontend(entry: entry, rules: rules, isOpen: wantsOpen && refusal == nil)
        for worker in changes.indices {
            changes[worker].updated.append(FrontendUpdate(frontend: frontend, rules: rules, socket: sockets[worker]))
        }
        return refusal
    }

    private func sockets(of frontend: Frontend, count: Int) throws(Errno) -> [BoundSocket] {
        if let sockets = inherited?.takeSockets(of: frontend) { return sockets }
        return try FrontendSockets.open(frontend, count: count)
    }

    /// Has every thread carry out its change, and waits until all have.
    /// - Returns: the frontends that some thread cannot serve. They are closed in the others, too.
    func send(_ changes: [WorkerChange]) async -> [Frontend: Refusal] {
        guard changes.contains(where: { !$0.isEmpty }) else { return [:] }
        var left = changes[...]
        let failures = await workers.ask { gathering in
            .change(left.popFirst() ?? WorkerChange(), gathering)
        }
        var refusals: [Frontend: Refusal] = [:]
        var closing = WorkerChange()
        for (frontend, error) in failures.joined() where refusals[frontend] == nil {
            refusals[frontend] = Refusal(frontend, error)
            guard let known = served[frontend] else { continue }
            served[frontend]?.isOpen = false
            closing.updated.append(FrontendUpdate(frontend: frontend, rules: known.rules, socket: .close))
        }
        guard !closing.isEmpty else { return refusals }
        let change = closing
        _ = await workers.ask { .change(change, $0) }
        return refusals
    }
}

extension Frontend {
    fileprivate func wantsSocket(by choice: BackendChoice) -> Bool {
        transport == .tcp ? choice.takesFlows : choice.keepsFlows
    }
}
