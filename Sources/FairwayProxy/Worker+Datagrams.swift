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

    /// Sends on a batch: neighbours of one client together.
    private func forward(_ count: Int, at frontend: UnsafeMutablePointer<FrontendState>) {
        var first = 0
        while first < count {
            let key = batch.senderKey(first)
            var end = first + 1
            while end < count, batch.senderKey(end) == key { end += 1 }
            if let session = session(of: key, sending: first..<end, at: frontend) {
                send(first..<end, along: session)
            }
            first = end
        }
    }

    private func send(_ range: Range<Int>, along handle: Slab<UDPSession>.Handle) {
        guard let session = sessions[handle] else { return }
        session.pointee.lastActive = now
        let frontend = session.pointee.frontend
        var rest = range
        var refusals = 0
        while !rest.isEmpty {
            if session.pointee.refused, !move(handle, session) {
                return frontend.pointee.traffic.drop(.backendRefused, rest.count)
            }
            do throws(Errno) {
                let sent =
                    session.pointee.isUnintroduced
                    ? try introduce(rest.lowerBound, session)
                    : try batch.send(rest, along: session.pointee.descriptor)
                frontend.pointee.traffic.fromClients.count(bytes: bytes(in: rest.prefix(sent)), packets: sent)
                rest = rest.dropFirst(sent)
            } catch .connectionRefused where refusals < 2 {
                // The answer to an earlier datagram: this one has not been sent.
                refusals += 1
                session.pointee.refused = true
            } catch .resourceTemporarilyUnavailable, .noBufferSpace {
                return frontend.pointee.traffic.drop(.sendFailed, rest.count)
            } catch {
                frontend.pointee.traffic.drop(.sendFailed)
                rest = rest.dropFirst()
            }
        }
    }

    /// Sends the datagram that begins a flow, behind the header that tells the backend who the client is.
    ///
    /// Where it cannot be sent, the next one begins the flow.
    /// - Returns: how many were sent, as `DatagramBatch.send(_:along:)` does.
    private func introduce(_ index: Int, _ session: UnsafeMutablePointer<UDPSession>) throws(Errno) -> Int {
        let header = ProxyProtocol.v2.header(
            from: session.pointee.client.socketAddress, to: session.pointee.frontend.pointee.frontend)
        try batch.send(index, after: header, along: session.pointee.descriptor)
        session.pointee.isUnintroduced = false
        return 1
    }

    /// Sends a backend's answers to its client.
    func answer(_ handle: Slab<UDPSession>.Handle) {
        guard let session = sessions[handle] else { return }
        for _ in 0..<Self.batches {
            do throws(Errno) {
                guard case .done(let count) = try batch.receive(from: session.pointee.descriptor) else { return }
                session.pointee.lastActive = now
                session.pointee.replied = true
                answer(0..<count, session)
                if count < DatagramBatch.capacity { return }
            } catch {
                // ICMP says that the backend cannot be reached.
                session.pointee.refused = true
                return session.pointee.frontend.pointee.traffic.drop(.backendRefused)
            }
        }
    }

    private func answer(_ range: Range<Int>, _ session: UnsafeMutablePointer<UDPSession>) {
        let frontend = session.pointee.frontend
        guard let socket = frontend.pointee.socket?.number else { return }
        var rest = range
        while !rest.isEmpty {
            do throws(Errno) {
                let sent = try batch.send(rest, from: socket, to: session.pointee.client)
                frontend.pointee.traffic.toClients.count(bytes: bytes(in: rest.prefix(sent)), packets: sent)
                rest = rest.dropFirst(sent)
            } catch {
                frontend.pointee.traffic.drop(.sendFailed)
                rest = rest.dropFirst()
            }
        }
    }

    private func bytes(in range: Range<Int>) -> Int {
        range.reduce(0) { $0 + batch.length($1) }
    }
}
