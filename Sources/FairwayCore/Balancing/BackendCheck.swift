package import FairwayNet

/// How a node finds out which backends of a Service live, where nobody else does.
package enum BackendCheck: Hashable, Sendable {
    /// By connecting over TCP: to the backend itself, or to a port of its address.
    case tcp(port: UInt16?)
    /// By the answers to what clients send over UDP.
    case udpReply

    /// Where to connect to check a backend; `nil`: it is not checked that way.
    package func target(of backend: Backend, by transport: TransportProtocol) -> SocketAddress? {
        switch self {
        case .tcp(let port?): SocketAddress(address: backend.address, port: port)
        case .tcp(nil): transport == .tcp ? SocketAddress(address: backend.address, port: backend.port) : nil
        case .udpReply: nil
        }
    }

    /// Words that no other part of a Service's name is made of, so that none of them can be taken for another.
    func combine(into hash: inout StableHash) {
        switch self {
        case .tcp(let port): hash.combine(7 << 32 | UInt64(port ?? 0))
        case .udpReply: hash.combine(7 << 32 | 1 << 16)
        }
    }
}
