package import FairwayNet

extension StableHash {
    /// Takes in an address and its family.
    package mutating func combine(_ address: IPAddress) {
        switch address {
        case .v4(let address):
            combine(4 << 32 | UInt64(address.rawValue))
        case .v6(let address):
            combine(6 << 32)
            combine(address.high)
            combine(address.low)
        }
    }

    package mutating func combine(_ backend: Backend) {
        combine(backend.address)
        combine(UInt64(backend.port))
    }

    package mutating func combine(_ port: TransportPort) {
        combine(UInt64(port.port) << 8 | UInt64(port.transport.rawValue))
    }

    /// The hash that chooses the backend of a new flow, by its five-tuple.
    package static func flow(from client: SocketAddress, to frontend: Frontend) -> UInt64 {
        var hash = StableHash()
        hash.combine(client.address)
        hash.combine(frontend.address)
        hash.combine(
            UInt64(client.port) << 24 | UInt64(frontend.port) << 8 | UInt64(frontend.transport.rawValue))
        return hash.value
    }
}
