import FairwayCore
import FairwayLinux
import SystemPackage

extension Worker {
    /// Does what the kernel says that can be done at the client's side of a flow.
    func handleClient(_ handle: Slab<TCPFlow>.Handle, _ readiness: Readiness) {
        guard let flow = flows[handle] else { return }
        flow.pointee.client.note(readiness)
        proceed(handle, flow)
    }

    /// Does what the kernel says that can be done at the backend's side of a flow.
    func handleBackend(_ handle: Slab<TCPFlow>.Handle, _ readiness: Readiness) {
        guard let flow = flows[handle] else { return }
        flow.pointee.backend.note(readiness)
        proceed(handle, flow)
    }

    private func proceed(_ handle: Slab<TCPFlow>.Handle, _ flow: UnsafeMutablePointer<TCPFlow>) {
        switch flow.pointee.phase {
        case .connecting: finishConnecting(handle, flow)
        case .established: carry(handle, flow)
        }
    }

    /// Moves bytes both ways, as far as both sides allow.
    func carry(_ handle: Slab<TCPFlow>.Handle, _ flow: UnsafeMutablePointer<TCPFlow>) {
        flow.pointee.lastActive = now
        let frontend = flow.pointee.frontend
        do throws(Errno) {
            let up = try relay.move(
                from: &flow.pointee.client, to: &flow.pointee.backend, counting: &frontend.pointee.traffic.fromClients)
            let down = try relay.move(
                from: &flow.pointee.backend, to: &flow.pointee.client, counting: &frontend.pointee.traffic.toClients)
            if flow.pointee.isComplete {
                close(handle, flow)
            } else if up == .more || down == .more {
                enqueue(handle, flow)
            } else if flow.pointee.client.failed || flow.pointee.backend.failed {
                reset(handle, flow)
            }
        } catch {
            reset(handle, flow)
        }
    }

    private func enqueue(_ handle: Slab<TCPFlow>.Handle, _ flow: UnsafeMutablePointer<TCPFlow>) {
        guard !flow.pointee.isQueued else { return }
        flow.pointee.isQueued = true
        queue.append(handle)
    }

    /// Gives one turn to each flow that has more to do.
    func runQueue() {
        let count = queue.count
        for position in 0..<count {
            let handle = queue[position]
            guard let flow = flows[handle] else { continue }
            flow.pointee.isQueued = false
            carry(handle, flow)
        }
        queue.removeFirst(count)
    }

    /// Closes both sides of a flow that has come to its end.
    private func close(_ handle: Slab<TCPFlow>.Handle, _ flow: UnsafeMutablePointer<TCPFlow>) {
        OwnedDescriptor.close(flow.pointee.client.descriptor)
        OwnedDescriptor.close(flow.pointee.backend.descriptor)
        remove(handle, flow)
    }

    /// Breaks a flow off: both sides get RST.
    func reset(_ handle: Slab<TCPFlow>.Handle, _ flow: UnsafeMutablePointer<TCPFlow>) {
        Socket.reset(flow.pointee.client.descriptor)
        if flow.pointee.backend.descriptor >= 0 { Socket.reset(flow.pointee.backend.descriptor) }
        remove(handle, flow)
    }

    private func remove(_ handle: Slab<TCPFlow>.Handle, _ flow: UnsafeMutablePointer<TCPFlow>) {
        relay.discard(&flow.pointee.client.waiting)
        relay.discard(&flow.pointee.backend.waiting)
        flow.pointee.frontend.pointee.leave()
        budget.give(Self.descriptorsOfFlow)
        flows.remove(handle)
    }
}
