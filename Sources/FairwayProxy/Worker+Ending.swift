import FairwayCore
import FairwayLinux
import FairwayNet

extension Worker {
    /// That the worker was told to stop, and what it waits for.
    struct Ending {
        var deadline: MonotonicTime
        var gathering: Gathering<Void>?
    }

    /// Whether it is time to stop: at once when no connection is left. UDP has no end to wait for.
    var hasEnded: Bool {
        guard let ending else { return false }
        return flows.count == 0 || now >= ending.deadline
    }

    /// Takes no more connections. What is frozen belongs to somebody else by now.
    func stop(grace milliseconds: UInt64, _ gathering: Gathering<Void>?) {
        let deadline = now.advanced(by: milliseconds)
        if let current = ending {
            ending?.deadline = min(current.deadline, deadline)
            return
        }
        ending = Ending(deadline: deadline, gathering: gathering)
        frontends.forEach { _, frontend in
            if isFrozen || frontend.pointee.frontend.transport == .tcp { frontend.pointee.socket = nil }
        }
        if isFrozen { sessions.forEach { handle, session in close(handle, session) } }
    }

    /// Closes everything, cutting the connections that are left.
    func finish() {
        flows.forEach { handle, flow in reset(handle, flow) }
        sessions.forEach { handle, session in close(handle, session) }
        frontends.forEach { handle, _ in frontends.remove(handle) }
        ending?.gathering?.reply(())
    }
}
