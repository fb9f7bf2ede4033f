import FairwayCore
import FairwayLinux
import SystemPackage

extension Worker {
    private static let maximumAttempts = 3
    /// How long a client may wait for a backend, in milliseconds.
    private static let patience: UInt64 = 5_000
    /// How much of that one silent backend may use up while there is another to try: enough for a second SYN.
    private static let patienceForOne: UInt64 = 2_000

    private static let interest: Readiness = [.readable, .writable, .urgent, .peerFinished, .edgeTriggered]

    /// Tries the next backend of a flow, or gives the client up when there is none.
    func connect(_ handle: Slab<TCPFlow>.Handle) {
        guard let flow = flows[handle] else { return }
        while let target = nextTarget(of: flow) {
            flow.pointee.attempts += 1
            flow.pointee.target = target
            do throws(Errno) {
                return try startConnecting(handle, flow, to: target)
            } catch .tooManyOpenFiles, .tooManyOpenFilesInSystem {
                noteShortage(at: flow.pointee.frontend)
                return reset(handle, flow)
            } catch {
                if !error.isShortage { noteFailure(of: target, at: flow.pointee.frontend) }
            }
        }
        flow.pointee.frontend.pointee.traffic.drop(.connectFailed)
        reset(handle, flow)
    }

    private func nextTarget(of flow: UnsafeMutablePointer<TCPFlow>) -> Backend? {
        guard mayTryAgain(flow) else { return nil }
        guard flow.pointee.attempts > 0 else { return flow.pointee.first }
        return flow.pointee.frontend.pointee.rules.choice.pick(
            hash: flow.pointee.hash, now: now, passing: (flow.pointee.first, flow.pointee.target))
    }

    private func mayTryAgain(_ flow: UnsafeMutablePointer<TCPFlow>) -> Bool {
        flow.pointee.attempts < Self.maximumAttempts && now < flow.pointee.started.advanced(by: Self.patience)
    }

    private func startConnecting(
        _ handle: Slab<TCPFlow>.Handle, _ flow: UnsafeMutablePointer<TCPFlow>, to target: Backend
    ) throws(Errno) {
        let socket = try Socket.connectStream(to: KernelAddress(target.address, port: target.port))
        try poller.add(socket.number, for: Self.interest, token: EventToken(.backend, handle).rawValue)
        flow.pointee.backend = Side(descriptor: socket.release())
        let end = flow.pointee.started.advanced(by: Self.patience)
        let hasOther =
            mayTryAgain(flow)
            && flow.pointee.frontend.pointee.rules.choice.hasOther(than: (flow.pointee.first, target))
        flow.pointee.phase = .connecting(until: hasOther ? min(now.advanced(by: Self.patienceForOne), end) : end)
    }

    /// Goes on with a flow whose connection attempt has ended.
    func finishConnecting(_ handle: Slab<TCPFlow>.Handle, _ flow: UnsafeMutablePointer<TCPFlow>) {
        guard flow.pointee.backend.writable else { return }
        guard !flow.pointee.backend.failed else { return giveUp(handle, flow) }
        flow.pointee.frontend.pointee.rules.choice.standing(of: flow.pointee.target)?.succeeded()
        do throws(Errno) {
            try poller.add(
                flow.pointee.client.descriptor, for: Self.interest, token: EventToken(.client, handle).rawValue)
            try introduce(flow)
        } catch {
            flow.pointee.frontend.pointee.traffic.drop(.connectFailed)
            return reset(handle, flow)
        }
        if flow.pointee.target != flow.pointee.first {
            flow.pointee.frontend.pointee.rules.affinity?.move(flow.pointee.peer, to: flow.pointee.target, now: now)
        }
        flow.pointee.phase = .established
        // Many clients have spoken by now: trying spares a wait for the event that says so.
        flow.pointee.client.readable = true
        flow.pointee.client.writable = true
        carry(handle, flow)
    }

    /// Tells the backend who the client is, where the Service asks for that: before the client's first byte, and also
    /// when the client waits for the backend to speak.
    private func introduce(_ flow: UnsafeMutablePointer<TCPFlow>) throws(Errno) {
        let frontend = flow.pointee.frontend
        guard let version = frontend.pointee.rules.proxyProtocol else { return }
        try relay.begin(
            &flow.pointee.backend,
            with: version.header(from: flow.pointee.peer.socketAddress, to: frontend.pointee.frontend))
    }

    /// Gives up the backend that is being tried and has failed, for another.
    func giveUp(_ handle: Slab<TCPFlow>.Handle, _ flow: UnsafeMutablePointer<TCPFlow>) {
        noteFailure(of: flow.pointee.target, at: flow.pointee.frontend)
        retry(handle, flow)
    }

    /// Notes that a backend failed a flow, so that others pass it over for a while.
    func noteFailure(of target: Backend, at frontend: UnsafeMutablePointer<FrontendState>) {
        frontend.pointee.rules.choice.standing(of: target)?.failed(now: now)
    }

    /// Leaves the backend that is being tried, for another.
    func retry(_ handle: Slab<TCPFlow>.Handle, _ flow: UnsafeMutablePointer<TCPFlow>) {
        Socket.reset(flow.pointee.backend.descriptor)
        flow.pointee.backend = Side(descriptor: -1)
        connect(handle)
    }
}

extension Errno {
    /// Whether this machine lacks something, which is not the backend's fault.
    var isShortage: Bool {
        [.addressNotAvailable, .noBufferSpace, .noMemory, .tooManyOpenFiles, .tooManyOpenFilesInSystem].contains(self)
    }
}
