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
        sessions.forEach(sweep)
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
        if now >= session.pointee.lastActive.advanced(by: UInt64(seconds) * 1_000) { close(handle, session) }
    }
}
