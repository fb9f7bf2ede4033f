import FairwayCore
import FairwayLinux
import SystemPackage

extension Worker {
    /// How many connections are taken before others have their turn.
    private static let acceptBatch = 64
    /// How long a listener rests when no descriptor is free, in milliseconds.
    private static let pause: UInt64 = 100

    /// Takes the connections that wait at a listener.
    func accept(at handle: Slab<FrontendState>.Handle, _ frontend: UnsafeMutablePointer<FrontendState>) {
        guard let listener = frontend.pointee.socket?.number else { return }
        var peer = KernelAddress()
        for turn in 0..<Self.acceptBatch {
            guard budget.take(Self.descriptorsOfFlow) else {
                // Whether others wait after the first is not known.
                if turn == 0 { noteShortage(at: frontend) }
                return rest(handle, listener)
            }
            do throws(Errno) {
                guard let descriptor = try Socket.accept(from: listener, peer: &peer) else {
                    return budget.give(Self.descriptorsOfFlow)
                }
                open(descriptor.release(), from: peer, at: frontend)
            } catch .tooManyOpenFiles, .tooManyOpenFilesInSystem, .noMemory, .noBufferSpace {
                budget.give(Self.descriptorsOfFlow)
                noteShortage(at: frontend)
                return rest(handle, listener)
            } catch {
                // The client gave up before it was its turn.
                budget.give(Self.descriptorsOfFlow)
            }
        }
    }

    /// A connection has a client's and a backend's.
    static let descriptorsOfFlow = 2

    func noteShortage(at frontend: UnsafeMutablePointer<FrontendState>, of flows: Int = 1) {
        frontend.pointee.traffic.drop(.tooManyOpenFiles, flows)
        budget.noteShortage(of: flows, now: now)
    }

    /// Resets a connection that becomes no flow.
    private func refuse(_ descriptor: Int32) {
        Socket.reset(descriptor)
        budget.give(Self.descriptorsOfFlow)
    }

    private func open(
        _ descriptor: Int32, from peer: KernelAddress, at frontend: UnsafeMutablePointer<FrontendState>
    ) {
        if let reason = frontend.pointee.refusal(of: peer, now: now) {
            frontend.pointee.traffic.drop(reason)
            return refuse(descriptor)
        }
        let hash = StableHash.flow(from: peer.socketAddress, to: frontend.pointee.frontend)
        guard let target = frontend.pointee.pick(for: peer, hash: hash, now: now) else {
            frontend.pointee.traffic.drop(.noBackend)
            return refuse(descriptor)
        }
        guard frontend.pointee.enter() else { return refuse(descriptor) }
        let handle = flows.insert(
            TCPFlow(
                peer: peer, client: Side(descriptor: descriptor), backend: Side(descriptor: -1), frontend: frontend,
                hash: hash, started: now, first: target, target: target, phase: .connecting(until: now), lastActive: now
            ))
        frontend.pointee.traffic.opened &+= 1
        connect(handle)
    }

    /// Leaves a listener's connections waiting for a moment: watched on, it would be ready again at once, for ever.
    private func rest(_ handle: Slab<FrontendState>.Handle, _ listener: Int32) {
        do throws(Errno) {
            try poller.change(listener, to: [], token: EventToken(.frontend, handle).rawValue)
            paused.append(handle)
            resumeTime = now.advanced(by: Self.pause)
        } catch {
            // Not changed: it stays watched, and the next round tries again.
        }
    }

    /// Watches the resting listeners again, when it is time.
    func resumeListeners() {
        guard !paused.isEmpty, now >= resumeTime else { return }
        paused.removeAll { handle in
            guard let listener = frontends[handle]?.pointee.socket?.number else { return true }
            do throws(Errno) {
                try poller.change(listener, to: .readable, token: EventToken(.frontend, handle).rawValue)
                return true
            } catch {
                return false
            }
        }
        resumeTime = now.advanced(by: Self.pause)
    }
}
