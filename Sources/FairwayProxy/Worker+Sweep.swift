import FairwayCore
import FairwayLinux
import SystemPackage

extension Worker {
    /// How often flows are looked at, in milliseconds: a timeout is kept to that.
    private static let sweepInterval: UInt64 = 1_000

    /// Lets go of what has been silent for too long. A look at every flow each second is cheap next to its traffic, and
    /// a packet only has to note the time.
    func sweep() {
        guard now >= nextSweep else { return }
        nextSweep = now.advanced(by: Self.sweepInterval)
        flows.forEach(sweep)
        // The numbers of their sockets are being told to another process.
        if !isFrozen { sessions.forEach(sweep) }
    }

    private func sweep(_ handle: Slab<TCPFlow>.Handle, _ flow: UnsafeMutablePointer<TCPFlow>) {
        if case .connecting(let end) = flow.pointee.phase {
            if now >= end { giveUp(handle, flow) }
            return
        }
        let timeouts = flow.pointee.frontend.pointee.rules.timeouts
        let seconds = flow.pointee.isHalfClosed ? timeouts.tcpHalfClosed : timeouts.tcpEstablished
        if now >= flow.pointee.lastActive.advanced(by: UInt64(seconds) * 1_000) { return reset(handle, flow) }
        if now >= flow.pointee.lastActive.advanced(by: Self.silence) { watchBackend(of: flow) }
    }

    /// How long a connection is silent, in milliseconds, before it is worth four system calls.
    private static let silence: UInt64 = 10_000

    /// Has the kernel notice when a silent connection's backend vanishes. (A client's connection has it of its listener.)
    private func watchBackend(of flow: UnsafeMutablePointer<TCPFlow>) {
        guard !flow.pointee.isBackendWatched else { return }
        flow.pointee.isBackendWatched = true
        do throws(Errno) {
            try Socket.keepAlive(flow.pointee.backend.descriptor)
        } catch {
            // It broke meanwhile, which an event tells.
        }
    }

    private func sweep(_ handle: Slab<UDPSession>.Handle, _ session: UnsafeMutablePointer<UDPSession>) {
        let timeouts = session.pointee.frontend.pointee.rules.timeouts
        let seconds = session.pointee.replied ? timeouts.udpReplied : timeouts.udpUnreplied
        if now >= session.pointee.lastActive.advanced(by: UInt64(seconds) * 1_000) { return close(handle, session) }
        if session.pointee.frontend.pointee.rules.needsAnswers { watch(session) }
    }

    /// How long a backend may leave a client without an answer, in milliseconds, if it leaves all of them so.
    private static let answerPatience: UInt64 = 10_000

    /// Has a session leave a backend that used to answer and does not any more.
    private func watch(_ session: UnsafeMutablePointer<UDPSession>) {
        guard !session.pointee.refused,
            let standing = session.pointee.frontend.pointee.rules.choice.standing(of: session.pointee.target)
        else { return }
        if let answer = session.pointee.lastAnswer { standing.answered(at: answer) }
        let silence = session.pointee.silence.length(
            active: session.pointee.lastActive.milliseconds, answered: session.pointee.lastAnswer?.milliseconds,
            now: now.milliseconds)
        guard silence >= Self.answerPatience, standing.hasFallenSilent(for: Self.answerPatience, now: now) else {
            return
        }
        noteRefusal(of: session)
    }
}
