import FairwayCore
import FairwayLinux
import FairwayNet
import Glibc
import Synchronization
import SystemPackage

/// A TCP server on loopback with a thread for each connection. Call `stop` when done.
final class TCPBackend: Sendable {
    private struct State {
        var connections: [TestSocket] = []
        var threads: [Joinable] = []
        var isStopped = false
    }

    let backend: Backend
    private let listener: TestSocket
    private let state = Mutex(State())

    /// Does `serve` with each connection, and closes it. `nil`: the test does it, with those in `connections`.
    init(on address: IPAddress = Loopback.address(), port: UInt16 = 0, serve: (@Sendable (TestSocket) throws -> Void)?)
        throws
    {
        listener = try TestSocket(.tcp, address.family)
        try listener.bind(to: SocketAddress(address: address, port: port))
        try listener.listen()
        listener.limitWaits(seconds: 0)
        backend = Backend(address: address, port: try listener.localAddress.port)
        let listener = listener
        let thread = try Joinable {
            while let connection = Self.accept(from: listener), self.keep(connection, serve) {}
        }
        state.withLock { $0.threads.append(thread) }
    }

    /// Says its name to each client, then returns what it gets.
    static func echo(
        _ name: String = "", on address: IPAddress = Loopback.address(), port: UInt16 = 0
    ) throws -> TCPBackend {
        try TCPBackend(on: address, port: port) { connection in
            if !name.isEmpty { try connection.send(name) }
            while case let bytes = try connection.receive(), !bytes.isEmpty { try connection.send(bytes) }
        }
    }

    /// The connections that were accepted, if nobody serves them.
    var connections: [TestSocket] { state.withLock { $0.connections } }

    /// The next connection; `nil` when the listener is shut down.
    private static func accept(from listener: TestSocket) -> TestSocket? {
        while true {
            do {
                return try listener.accept()
            } catch Errno.tooManyOpenFiles {
                sched_yield()
            } catch {
                return nil
            }
        }
    }

    private func keep(_ connection: TestSocket, _ serve: (@Sendable (TestSocket) throws -> Void)?) -> Bool {
        state.withLock { state in
            guard !state.isStopped else { return false }
            state.connections.append(connection)
            guard let serve else { return true }
            connection.limitWaits(seconds: 0)
            let thread = try? Joinable {
                try? serve(connection)
                self.forget(connection)
            }
            if let thread { state.threads.append(thread) }
            return thread != nil
        }
    }

    /// Leaves a connection to whoever has it.
    func forget(_ connection: TestSocket) {
        state.withLock { $0.connections.removeAll { $0 === connection } }
    }

    func stop() {
        listener.shutdownAll()
        let threads = state.withLock { state in
            state.isStopped = true
            state.connections.forEach { $0.shutdownAll() }
            return state.threads
        }
        threads.forEach { $0.join() }
        state.withLock { $0 = State(isStopped: true) }
    }
}

/// A thread that can be kept in an array.
final class Joinable: Sendable {
    private let thread: Mutex<KernelThread?>

    init(_ body: @escaping @Sendable () -> Void) throws {
        thread = Mutex(try KernelThread(name: "test", body: body))
    }

    func join() { thread.withLock { $0.take() }?.join() }
}
