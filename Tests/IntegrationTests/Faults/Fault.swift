import Glibc
import SystemPackage

/// What may go wrong with one Service, done by its client and its backend.
enum Fault: UInt16, CaseIterable {
    case backendNeverReads, clientResets, backendResets, answerFromAnotherPort, answerFromAnotherAddress

    /// The port of the Service that it happens to, and of its backend.
    var port: UInt16 { 7_651 + rawValue }

    /// - Throws: a `SoakFailure` where something else comes of it than must.
    func happen(at frontend: Place, backend: Place) throws {
        switch self {
        case .backendNeverReads: try neverRead(frontend, backend)
        case .clientResets, .backendResets: try reset(frontend, backend)
        case .answerFromAnotherPort: try answer(frontend, backend, from: Place(backend.address))
        case .answerFromAnotherAddress: try answer(frontend, backend, from: Place("127.0.0.1"))
        }
    }

    private func neverRead(_ frontend: Place, _ backend: Place) throws {
        let (ends, _) = try connect(frontend, backend)
        ends[0].limitWaits(seconds: 1)
        do {
            // More than all buffers on the way hold.
            try ends[0].send([UInt8](repeating: 42, count: 64 << 20))
            throw SoakFailure("64 MiB were taken from a client for a backend that never reads")
        } catch Errno.resourceTemporarilyUnavailable {
            // Made to wait, as it must be.
            try ends[0].resetWhenClosed()
        }
    }

    private func reset(_ frontend: Place, _ backend: Place) throws {
        var (ends, _) = try connect(frontend, backend)
        if self == .backendResets { ends.reverse() }
        try ends[0].send([UInt8](repeating: 42, count: 64 << 10))
        try ends[0].resetWhenClosed()
        ends.removeFirst()
        do {
            while try !ends[0].receive().isEmpty {}
            throw SoakFailure("\(self): the other side saw the stream end as if all had come")
        } catch Errno.connectionReset {
            return
        }
    }

    private func answer(_ frontend: Place, _ backend: Place, from elsewhere: Place) throws {
        let (server, impostor) = (try TestSocket(.udp, at: backend), try TestSocket(.udp, at: elsewhere))
        let client = try TestSocket(.udp, to: frontend)
        for socket in [server, client] { socket.limitWaits(seconds: 60) }
        try client.send("question")
        let (_, sender) = try server.receiveDatagram()
        try impostor.send(Array("from elsewhere".utf8), to: sender)
        try server.send(Array("answer".utf8), to: sender)
        let answer = try client.receiveText()
        guard answer == "answer" else { throw SoakFailure("\(self): the client got what came \(answer)") }
    }

    /// Both ends of a connection, the client's first, and what it was taken at.
    private func connect(_ frontend: Place, _ backend: Place) throws -> ([TestSocket], listener: TestSocket) {
        let listener = try TestSocket(.tcp, at: backend)
        listener.limitWaits(seconds: 60)
        let client = try TestSocket(.tcp, to: frontend)
        let server = try listener.accept()
        for socket in [client, server] { socket.limitWaits(seconds: 60) }
        return ([client, server], listener)
    }
}
