import FairwayCore
import FairwayLinux

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
        if now >= flow.pointee.lastActive.advanced(by: UInt64(seconds) * 1_000) { reset(handle, flow) }
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
