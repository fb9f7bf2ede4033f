import FairwayCore
import FairwayLinux
import SystemPackage

extension Worker {
    func obey(_ command: WorkerCommand) {
        switch command {
        case .change(let change, let gathering): gathering.reply(apply(change))
        case .count(let gathering): gathering.reply(counters())
        case .freeze(let gathering): gathering.reply(freeze())
        case .thaw(let gathering):
            thaw()
            gathering.reply(())
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
        for handle in removed {
            guard let frontend = frontends[handle] else { continue }
            frontend.pointee.rules.choice = .none
            frontend.pointee.hasOrphans = true
        }
        dropOrphans()
        for handle in removed { frontends.remove(handle) }
        // Before any datagram is read, which could begin a session where there is one.
        change.sessions.forEach(adopt)
        return failures
    }

    private func apply(_ update: FrontendUpdate) throws(Errno) {
        let handle = frontendHandles[update.frontend] ?? insert(update)
        guard let frontend = frontends[handle] else { return }
        frontend.pointee.follow(update.rules)
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
            FrontendState(frontend: update.frontend, socket: nil, rules: update.rules))
        frontendHandles[update.frontend] = handle
        return handle
    }

    /// Resets connections and forgets UDP sessions whose backend may not keep them, or whose client may not have any
    /// more: the clients' next datagrams are those of new flows. A connection that is not made yet goes to another
    /// backend.
    private func dropOrphans() {
        var found = false
        frontends.forEach { found = found || $1.pointee.hasOrphans }
        guard found else { return }
        flows.forEach { handle, flow in
            if isShutOut(flow.pointee.peer, flow.pointee.frontend) {
                flow.pointee.frontend.pointee.traffic.drop(.sourceNotAllowed)
                return reset(handle, flow)
            }
            guard isOrphan(flow.pointee.target, flow.pointee.frontend) else { return }
            if case .connecting = flow.pointee.phase { return retry(handle, flow) }
            flow.pointee.frontend.pointee.traffic.drop(.backendRemoved)
            reset(handle, flow)
        }
        sessions.forEach { handle, session in
            guard
                isOrphan(session.pointee.target, session.pointee.frontend)
                    || isShutOut(session.pointee.client, session.pointee.frontend)
            else { return }
            close(handle, session)
        }
        frontends.forEach { $1.pointee.hasOrphans = false }
    }

    private func isOrphan(_ target: Backend, _ frontend: UnsafeMutablePointer<FrontendState>) -> Bool {
        frontend.pointee.hasOrphans && !frontend.pointee.rules.choice.keeps(target)
    }

    private func isShutOut(_ client: KernelAddress, _ frontend: UnsafeMutablePointer<FrontendState>) -> Bool {
        frontend.pointee.hasOrphans && !frontend.pointee.rules.sources.allow(client)
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
