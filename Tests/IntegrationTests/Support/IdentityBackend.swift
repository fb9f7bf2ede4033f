import Glibc
import Synchronization

/// A server that returns what it gets, over TCP and UDP on one port, with its name before it. Ends with `stop`.
final class IdentityBackend: Sendable {
    let place: Place
    private let name: [UInt8]
    private let listener: TestSocket
    private let datagrams: TestSocket
    private let thread: Mutex<Thread?>

    /// Answers are `NAME:` and what came; with an empty name what came alone.
    init(_ name: String, at place: Place) throws {
        self.name = name.isEmpty ? [] : Array("\(name):".utf8)
        listener = try TestSocket(.tcp, at: place)
        self.place = Place(place.address, try listener.port)
        datagrams = try TestSocket(.udp, at: self.place)
        thread = Mutex(nil)
        let loop = Thread { [self] in serve() }
        thread.withLock { $0 = loop }
    }

    /// Closes everything.
    func stop() {
        // A listener that is shut down says so to poll(2).
        shutdown(listener.descriptor, Int32(SHUT_RDWR))
        thread.withLock { $0.take() }?.join()
    }

    private func serve() {
        var connections: [Int32: TestSocket] = [:]
        var watched = [listener, datagrams].map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        while poll(&watched, nfds_t(watched.count), -1) > 0 || errno == EINTR {
            for ready in watched where ready.revents != 0 {
                switch ready.fd {
                case listener.descriptor:
                    guard let connection = try? listener.accept() else { return }
                    connections[connection.descriptor] = connection
                    watched.append(pollfd(fd: connection.descriptor, events: Int16(POLLIN), revents: 0))
                case datagrams.descriptor:
                    guard let (bytes, sender) = try? datagrams.receiveDatagram() else { continue }
                    _ = try? datagrams.send(name + bytes, to: sender)
                case let descriptor:
                    guard let connection = connections[descriptor], !answer(connection) else { continue }
                    connections[descriptor] = nil
                    watched.removeAll { $0.fd == descriptor }
                }
            }
        }
    }

    /// Says whether there may be more to answer.
    private func answer(_ connection: TestSocket) -> Bool {
        guard let bytes = try? connection.receive(), !bytes.isEmpty else { return false }
        return (try? connection.send(name + bytes)) != nil
    }
}

/// Runs backends while `body` runs.
func withBackends<Value>(
    _ places: [(name: String, place: Place)], _ body: ([String: IdentityBackend]) async throws -> Value
) async throws -> Value {
    var backends: [String: IdentityBackend] = [:]
    defer { backends.values.forEach { $0.stop() } }
    for (name, place) in places { backends[name] = try IdentityBackend(name, at: place) }
    return try await body(backends)
}
