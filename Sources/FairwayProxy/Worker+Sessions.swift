import FairwayCore
import FairwayLinux
import SystemPackage

extension Worker {
    /// The session of a client: a new one at its first datagram. `row` is one of its datagrams in the batch: when there
    /// can be no session, those that are queued count as dropped.
    func session(
        of key: AddressKey, from row: Int, at frontend: UnsafeMutablePointer<FrontendState>
    ) -> Slab<UDPSession>.Handle? {
        if let known = frontend.pointee.sessions[key] { return known }
        let client = batch.sender(row)
        if let reason = frontend.pointee.refusal(of: client, now: now) {
            frontend.pointee.traffic.drop(reason, batch.queued)
            return nil
        }
        // Before a backend is chosen, which in a flood would be for nothing, and could use up a suspect one's trial.
        guard sessions.count < sessionLimit || giveUpSession() else {
            frontend.pointee.traffic.drop(.tooManyFlows, batch.queued)
            return nil
        }
        let hash = StableHash.flow(from: client.socketAddress, to: frontend.pointee.frontend)
        guard let target = frontend.pointee.pick(for: client, hash: hash, now: now) else {
            frontend.pointee.traffic.drop(.noBackend, batch.queued)
            return nil
        }
        guard beginSession(at: frontend, for: batch.queued) else { return nil }
        let handle = sessions.insert(
            UDPSession(
                descriptor: -1, client: client, key: key, frontend: frontend, hash: hash, target: target,
                lastActive: now, isUnintroduced: frontend.pointee.rules.proxyProtocol == .v2))
        frontend.pointee.sessions[key] = handle
        guard connect(handle, to: target) else {
            if let session = sessions[handle] { close(handle, session) }
            return nil
        }
        frontend.pointee.traffic.opened &+= 1
        return handle
    }

    /// Counts one more session, unless there are as many as there may be: then `datagrams` count as dropped.
    func beginSession(at frontend: UnsafeMutablePointer<FrontendState>, for datagrams: Int) -> Bool {
        guard budget.take(1) || (giveUpSession() && budget.take(1)) else {
            noteShortage(at: frontend, of: datagrams)
            return false
        }
        guard frontend.pointee.enter(counting: datagrams) else {
            budget.give(1)
            return false
        }
        return true
    }

    /// How many sessions are looked at for one that yields. Those that came one after another are next to each other, so
    /// that in a flood the first is mostly the oldest; and where nearly all were answered, the next datagram goes on with
    /// the search.
    private static let looks = 8

    /// Gives up a session that was never answered, to make room for another.
    /// - Returns: whether there was one.
    private func giveUpSession() -> Bool {
        for _ in 0..<Self.looks {
            guard let (handle, session) = sessions.step(&lookedAt), session.pointee.yields(now: now) else { continue }
            session.pointee.frontend.pointee.traffic.drop(.replaced)
            close(handle, session)
            return true
        }
        return false
    }

    /// Gives a session whose backend is unreachable another one, or the same when there is no other.
    /// - Returns: whether it has a backend to send to.
    func move(_ handle: Slab<UDPSession>.Handle, _ session: UnsafeMutablePointer<UDPSession>) -> Bool {
        session.pointee.refused = false
        // Whoever answers there next, be it at the same address, knows nothing of the flow.
        session.pointee.isUnintroduced = session.pointee.frontend.pointee.rules.proxyProtocol == .v2
        let choice = session.pointee.frontend.pointee.rules.choice
        let other = choice.other(
            than: session.pointee.target, hash: session.pointee.hash, attempt: session.pointee.attempts,
            now: now)
        guard let (target, attempt) = other else { return true }
        session.pointee.attempts = attempt
        OwnedDescriptor.close(session.pointee.descriptor)
        session.pointee.descriptor = -1
        session.pointee.replied = false
        session.pointee.lastAnswer = nil
        session.pointee.silence = Silence()
        session.pointee.refused = !connect(handle, to: target)
        guard !session.pointee.refused else { return false }
        session.pointee.frontend.pointee.rules.affinity?.move(session.pointee.client, to: target, now: now)
        return true
    }

    private func connect(_ handle: Slab<UDPSession>.Handle, to target: Backend) -> Bool {
        guard let session = sessions[handle] else { return false }
        session.pointee.target = target
        do throws(Errno) {
            let socket = try Socket.connectDatagram(to: KernelAddress(target.address, port: target.port))
            try poller.add(socket.number, for: .readable, token: EventToken(.session, handle).rawValue)
            session.pointee.descriptor = socket.release()
            return true
        } catch .tooManyOpenFiles, .tooManyOpenFilesInSystem {
            noteShortage(at: session.pointee.frontend)
        } catch {
            session.pointee.frontend.pointee.traffic.drop(.connectFailed)
            if !error.isShortage { noteFailure(of: target, at: session.pointee.frontend) }
        }
        return false
    }

    /// Notes that a session's backend was reported unreachable.
    func noteRefusal(of session: UnsafeMutablePointer<UDPSession>) {
        session.pointee.refused = true
        noteFailure(of: session.pointee.target, at: session.pointee.frontend)
    }

    /// Notes that a session's backend has answered.
    func noteAnswer(to session: UnsafeMutablePointer<UDPSession>) {
        session.pointee.lastActive = now
        session.pointee.lastAnswer = now
        guard !session.pointee.replied else { return }
        session.pointee.replied = true
        session.pointee.frontend.pointee.rules.choice.standing(of: session.pointee.target)?.succeeded()
    }

    /// Forgets a session.
    func close(_ handle: Slab<UDPSession>.Handle, _ session: UnsafeMutablePointer<UDPSession>) {
        if session.pointee.descriptor >= 0 { OwnedDescriptor.close(session.pointee.descriptor) }
        let frontend = session.pointee.frontend
        frontend.pointee.sessions[session.pointee.key] = nil
        frontend.pointee.leave()
        budget.give(1)
        sessions.remove(handle)
    }
}
