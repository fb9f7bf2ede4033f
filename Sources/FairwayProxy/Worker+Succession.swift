import FairwayCore
import FairwayLinux
import SystemPackage

extension Worker {
    /// Takes nothing from frontends and UDP sessions any more, without letting go of any: what comes waits in the kernel.
    func freeze() -> WorkerEstate {
        var estate = WorkerEstate()
        isFrozen = true
        paused.removeAll()
        frontends.forEach { _, frontend in
            guard let socket = frontend.pointee.socket else { return }
            unwatch(socket.number)
            estate.frontends[frontend.pointee.frontend] = socket
        }
        sessions.forEach { _, session in
            unwatch(session.pointee.descriptor)
            estate.sessions.append(InheritedSession(session.pointee))
        }
        return estate
    }

    private func unwatch(_ descriptor: Int32) {
        do throws(Errno) {
            try poller.remove(descriptor)
        } catch {
            // Only what is not watched cannot be removed: then nothing is read from it, which is what is wanted.
        }
    }

    /// Takes up what was left at `freeze`, if that has been.
    func thaw() {
        guard isFrozen else { return }
        isFrozen = false
        frontends.forEach { handle, frontend in
            guard let socket = frontend.pointee.socket else { return }
            if !watch(socket.number, EventToken(.frontend, handle)) { frontend.pointee.socket = nil }
        }
        sessions.forEach { handle, session in
            if !watch(session.pointee.descriptor, EventToken(.session, handle)) { close(handle, session) }
        }
    }

    /// - Returns: whether it is watched. The kernel may be out of memory for it.
    private func watch(_ descriptor: Int32, _ token: EventToken) -> Bool {
        do throws(Errno) {
            try poller.add(descriptor, for: .readable, token: token.rawValue)
            return true
        } catch {
            return false
        }
    }

    /// Takes up a session of another engine, as far as its frontend's rules allow: else its client's next datagram begins
    /// a new one.
    func adopt(_ inherited: InheritedSession) {
        let key = inherited.client.key
        guard let frontend = frontendHandles[inherited.frontend].flatMap({ frontends[$0] }),
            frontend.pointee.socket != nil, frontend.pointee.rules.choice.keeps(inherited.target),
            frontend.pointee.rules.sources.allow(inherited.client), frontend.pointee.sessions[key] == nil,
            sessions.count < sessionLimit, beginSession(at: frontend, for: 0)
        else { return OwnedDescriptor.close(inherited.descriptor) }
        let handle = sessions.insert(UDPSession(inherited, key: key, at: frontend))
        frontend.pointee.sessions[key] = handle
        guard let session = sessions[handle] else { return }
        if !watch(inherited.descriptor, EventToken(.session, handle)) { close(handle, session) }
    }
}

extension UDPSession {
    fileprivate init(
        _ inherited: InheritedSession, key: AddressKey, at frontend: UnsafeMutablePointer<FrontendState>
    ) {
        self.init(
            descriptor: inherited.descriptor, client: inherited.client, key: key, frontend: frontend,
            hash: StableHash.flow(from: inherited.client.socketAddress, to: inherited.frontend),
            target: inherited.target, attempts: inherited.attempts, lastActive: inherited.lastActive,
            replied: inherited.replied, isUnintroduced: inherited.isUnintroduced, refused: inherited.refused)
    }
}
