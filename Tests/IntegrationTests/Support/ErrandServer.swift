import Dispatch
import Glibc
import Synchronization
import SystemPackage

/// A server that does the errands its clients come with, each on a thread of its own. Ends with `stop`.
final class ErrandServer: Sendable {
    private struct State {
        var connections: [Int32: TestSocket] = [:]
        var isStopping = false
        var wrong: [String] = []
    }

    /// One letter.
    let name: String
    let place: Place
    private let listener: TestSocket
    private let state = Mutex(State())
    private let accepting: Mutex<Thread?>
    private let serving = DispatchGroup()

    init(_ name: String, at place: Place) throws {
        self.name = name
        self.place = place
        listener = try TestSocket(.tcp, at: place)
        // Nobody may come for long.
        listener.limitWaits(seconds: 0)
        accepting = Mutex(nil)
        let loop = Thread { [self] in
            while let connection = try? listener.accept() { serve(connection) }
        }
        accepting.withLock { $0 = loop }
    }

    /// What came that was not what a client had sent.
    var wrong: [String] { state.withLock { $0.wrong } }

    /// Breaks off what is under way, and closes everything.
    func stop() {
        // A listener that is shut down has no more connections.
        shutdown(listener.descriptor, Int32(SHUT_RDWR))
        accepting.withLock { $0.take() }?.join()
        state.withLock { state in
            state.isStopping = true
            for connection in state.connections.values { shutdown(connection.descriptor, Int32(SHUT_RDWR)) }
        }
        serving.wait()
    }

    private func serve(_ connection: TestSocket) {
        state.withLock { $0.connections[connection.descriptor] = connection }
        serving.enter()
        let thread = Thread { [self] in
            do {
                try fulfil(connection)
            } catch let error as WrongBytes {
                state.withLock { if !$0.isStopping { $0.wrong.append("\(name): \(error)") } }
            } catch {
                // It broke: whether it may have is for the client to judge.
            }
            state.withLock { $0.connections[connection.descriptor] = nil }
            serving.leave()
        }
        thread.detach()
    }

    private func fulfil(_ connection: TestSocket) throws {
        connection.limitWaits(seconds: 120)
        let header = try connection.receive(exactly: Errand.headerSize)
        guard !header.isEmpty else { return }
        guard let errand = Errand(header: header) else {
            throw WrongBytes(description: "a client began with \(header)")
        }
        try connection.send(name)
        var exchange = Exchange(over: connection, sending: errand.sentDown, expecting: errand.sentUp, patience: -1)
        guard errand.ending == .serverResets else { return try exchange.run() }
        try exchange.run(until: errand.resetAfter)
        try connection.resetWhenClosed()
    }
}
