import FairwayCore
import FairwayLinux
import SystemPackage

extension Worker {
    func obey(_ command: WorkerCommand) {
        switch command {
        case .change(let change, let gathering): gathering.reply(apply(change))
        case .count(let gathering): gathering.reply(counters())
        case .stop(let grace, let gathering): stop(grace: grace, gathering)
        }
    }

    /// Serves the frontends as they shall be from now on, and lets go of flows that have lost their backend.
    /// - Returns: the frontends whose socket cannot be watched.
    private func apply(_ change: WorkerChange) -> [Frontend: Errno] {
        var failures: [Frontend: Errno] = [:]
        for update in change.updated {
            do throws(Errno) {
                try apply(update)
            } catch {
                failures[update.frontend] = error
            }
        }
        let removed = change.removed.compactMap { frontendHandles.removeValue(forKey: $0) }
        for handle in removed { frontends[handle]?.pointee.choice = .none }
        dropOrphans()
        for handle in removed { frontends.remove(handle) }
        return failures
    }

    private func apply(_ update: FrontendUpdate) throws(Errno) {
        let handle = frontendHandles[update.frontend] ?? insert(update)
        guard let frontend = frontends[handle] else { return }
        frontend.pointee.choice = update.choice
        frontend.pointee.timeouts = update.timeouts
        switch update.socket {
        case .keep: break
        case .close: frontend.pointee.socket = nil
        case .open(let socket):
            try poller.add(socket.number, for: .readable, token: EventToken(.frontend, handle).rawValue)
            frontend.pointee.socket = socket
        }
    }

    private func insert(_ update: FrontendUpdate) -> Slab<FrontendState>.Handle {
        let handle = frontends.insert(
            FrontendState(
                frontend: update.frontend, socket: nil, choice: update.choice, timeouts: update.timeouts))
        frontendHandles[update.frontend] = handle
        return handle
    }

    /// Resets connections and forgets UDP sessions whose backend may not keep them: the clients' next datagrams are
    /// those of new flows.
    private func dropOrphans() {
        flows.forEach { handle, flow in
            guard !flow.pointee.frontend.pointee.choice.keeps(flow.pointee.target) else { return }
            flow.pointee.frontend.pointee.traffic.drop(.backendRemoved)
            reset(handle, flow)
        }
        sessions.forEach { handle, session in
            guard !session.pointee.frontend.pointee.choice.keeps(session.pointee.target) else { return }
            close(handle, session)
        }
    }

    private func counters() -> [Frontend: FlowCounters] {
        frontendHandles.compactMapValues { handle in
            guard let frontend = frontends[handle] else { return nil }
            var counters = FlowCounters()
            frontend.pointee.traffic.add(to: &counters)
            return counters
        }
    }
}
