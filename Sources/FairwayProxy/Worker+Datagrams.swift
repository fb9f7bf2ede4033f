import FairwayCore
import FairwayLinux
import SystemPackage

extension Worker {
    /// How many batches are taken from one socket before others have their turn.
    private static let batches = 4

    /// Sends on what clients sent to a frontend.
    func forward(at frontend: UnsafeMutablePointer<FrontendState>) {
        guard let socket = frontend.pointee.socket?.number else { return }
        for _ in 0..<Self.batches {
            let count: Int
            do throws(Errno) {
                guard case .done(let received) = try batch.receive(from: socket) else { return }
                count = received
            } catch {
                // Nothing is wrong with the frontend: a failure can only be of the memory for one datagram.
                return frontend.pointee.traffic.drop(.sendFailed)
            }
            forward(count, at: frontend)
            if count < DatagramBatch.capacity { return }
        }
    }

    /// Sends on a batch: all datagrams of one client together, in the order in which they came.
    private func forward(_ count: Int, at frontend: UnsafeMutablePointer<FrontendState>) {
        var rest = RowSet(first: count)
        while let first = rest.popFirst() {
            let key = batch.senderKey(first)
            batch.queue(first)
            rest.removeAll { row in
                guard batch.senderKey(row) == key else { return false }
                batch.queue(row)
                return true
            }
            if let session = session(of: key, from: first, at: frontend) { sendQueued(along: session) }
            batch.drop(batch.queued)
        }
    }

    private func sendQueued(along handle: Slab<UDPSession>.Handle) {
        guard let session = sessions[handle] else { return }
        session.pointee.lastActive = now
        let frontend = session.pointee.frontend
        var refusals = 0
        while batch.queued > 0 {
            if session.pointee.refused, !move(handle, session) {
                return frontend.pointee.traffic.drop(.backendRefused, batch.queued)
            }
            do throws(Errno) {
                let sent =
                    session.pointee.isUnintroduced
                    ? try introduce(session) : try batch.send(along: session.pointee.descriptor)
                frontend.pointee.traffic.fromClients.count(bytes: sent.bytes, packets: sent.datagrams)
            } catch .connectionRefused where refusals < 2 {
                // The answer to an earlier datagram: this one has not been sent.
                refusals += 1
                noteRefusal(of: session)
            } catch .resourceTemporarilyUnavailable, .noBufferSpace {
                return frontend.pointee.traffic.drop(.sendFailed, batch.queued)
            } catch {
                frontend.pointee.traffic.drop(.sendFailed)
                batch.drop(1)
            }
        }
    }

    /// Sends the datagram that begins a flow, behind the header that tells the backend who the client is.
    ///
    /// Where it cannot be sent, the next one begins the flow.
    private func introduce(_ session: UnsafeMutablePointer<UDPSession>) throws(Errno) -> DatagramBatch.Sent {
        let header = ProxyProtocol.v2.header(
            from: session.pointee.client.socketAddress, to: session.pointee.frontend.pointee.frontend)
        let sent = try batch.sendFirst(after: header, along: session.pointee.descriptor)
        session.pointee.isUnintroduced = false
        return sent
    }
}

// MARK: - Answers

extension Worker {
    /// Takes a backend's answers to its client, to be sent with those of other backends: see `sendAnswers`.
    func answer(_ handle: Slab<UDPSession>.Handle) {
        guard let session = sessions[handle] else { return }
        if answered != session.pointee.frontend { sendAnswers() }
        for _ in 0..<Self.batches {
            answered = session.pointee.frontend
            do throws(Errno) {
                let rows = batch.queued
                guard case .done(let count) = try batch.receive(from: session.pointee.descriptor, behind: rows)
                else { return }
                noteAnswer(to: session)
                for row in rows..<rows + count { batch.queue(row, to: session.pointee.client) }
            } catch {
                // ICMP says that the backend cannot be reached.
                noteRefusal(of: session)
                return session.pointee.frontend.pointee.traffic.drop(.backendRefused)
            }
            guard batch.queued == DatagramBatch.capacity else { return }
            sendAnswers()
        }
    }

    /// Sends the answers that were taken: many backends' by one call, as they leave by one socket. To be called before the
    /// batch is used for anything else.
    func sendAnswers() {
        guard let frontend = answered else { return }
        answered = nil
        guard let socket = frontend.pointee.socket?.number else { return batch.drop(batch.queued) }
        while batch.queued > 0 {
            do throws(Errno) {
                let sent = try batch.send(along: socket)
                frontend.pointee.traffic.toClients.count(bytes: sent.bytes, packets: sent.datagrams)
            } catch {
                frontend.pointee.traffic.drop(.sendFailed)
                batch.drop(1)
            }
        }
    }
}
