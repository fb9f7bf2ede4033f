import FairwayLinux
import FairwayNet
import SystemPackage

extension Worker {
    /// How many connections are taken before others have their turn.
    private static let acceptBatch = 64
    /// How long a listener rests when no descriptor is free, in milliseconds.
    private static let pause: UInt64 = 100

    /// Takes the connections that wait at a listener.
    func accept(at number: Int) {
        var peer = KernelAddress()
        for _ in 0..<Self.acceptBatch {
            do throws(Errno) {
                guard let descriptor = try Socket.accept(from: sockets.listeners[number].number, peer: &peer) else {
                    return
                }
                open(descriptor, from: peer.socketAddress.address)
            } catch .tooManyOpenFiles, .tooManyOpenFilesInSystem, .noMemory, .noBufferSpace {
                return rest(number)
            } catch {
                // The client gave up before it was its turn.
            }
        }
    }

    private func open(_ descriptor: consuming OwnedDescriptor, from address: IPAddress) {
        guard ledger.take(address) else { return responder.tally.refused &+= 1 }
        nextSerial = (nextSerial + 1) & 0xFFF_FFFF
        let connection = Connection(
            descriptor, client: Client(address: address, transport: .tcp), serial: nextSerial, now: now.monotonic)
        do throws(Errno) {
            try poller.add(connection.descriptor.number, for: .readable, token: connection.token.rawValue)
            connections[connection.descriptor.number] = connection
            responder.tally.accepted &+= 1
        } catch {
            ledger.give(address)
            responder.tally.refused &+= 1
        }
    }

    /// Leaves a listener's connections waiting for a moment: watched on, it would be ready again at once, for ever.
    private func rest(_ number: Int) {
        do throws(Errno) {
            try poller.change(
                sockets.listeners[number].number, to: [], token: EventToken(.listener, number).rawValue)
            paused.append(number)
            resumeTime = now.monotonic.advanced(by: Self.pause)
        } catch {
            // Not changed: it stays watched, and the next round tries again.
        }
    }

    /// Watches the resting listeners again, when it is time.
    func resumeListeners() {
        guard !paused.isEmpty, now.monotonic >= resumeTime else { return }
        paused.removeAll { number in
            do throws(Errno) {
                try poller.change(
                    sockets.listeners[number].number, to: .readable, token: EventToken(.listener, number).rawValue)
                return true
            } catch {
                return false
            }
        }
        resumeTime = now.monotonic.advanced(by: Self.pause)
    }
}

extension Connection {
    var token: EventToken { EventToken(.connection, Int(descriptor.number), serial: serial) }
}
