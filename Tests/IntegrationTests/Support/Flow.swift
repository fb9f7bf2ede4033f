import SystemPackage

/// A client of `IdentityBackend`s that keeps its source port.
final class Flow: Sendable {
    let socket: TestSocket

    init(_ kind: TestSocket.Kind, to peer: Place, from place: Place? = nil) throws {
        socket = try TestSocket(kind, to: peer, from: place)
    }

    /// The name of the backend that answers.
    func backend() throws -> String {
        String(try socket.exchange("who?").prefix { $0 != ":" })
    }
}

extension [Flow] {
    /// So many new clients, each with the backend that it found. Source ports count up from `ports`, so that the same
    /// flows exist in each run.
    static func open(
        _ count: Int, _ kind: TestSocket.Kind, to peer: Place, from place: Place
    ) throws -> [Flow] {
        try (0..<count).map { try Flow(kind, to: peer, from: Place(place.address, place.port + UInt16($0))) }
    }

    func backends() throws -> [String] { try map { try $0.backend() } }
}
