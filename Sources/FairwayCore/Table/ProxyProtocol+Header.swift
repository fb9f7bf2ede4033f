package import FairwayNet

extension ProxyProtocol {
    /// The header of a flow: from a client to the frontend that it asked. Both are of one address family, as the two
    /// ends of any connection are; that of the backend makes no difference.
    ///
    /// At most 107 bytes. None for UDP in v1, which has no such thing.
    package func header(from client: SocketAddress, to frontend: Frontend) -> [UInt8] {
        precondition(client.address.family == frontend.address.family, "a client asks an address of its own family")
        return switch (self, frontend.transport) {
        case (.v1, .tcp): Self.line(from: client, to: frontend)
        case (.v1, .udp): []
        case (.v2, _): Self.binary(from: client, to: frontend)
        }
    }

    /// Section 2.1: human-readable header format.
    private static func line(from client: SocketAddress, to frontend: Frontend) -> [UInt8] {
        let family = frontend.address.family == .ipv4 ? "TCP4" : "TCP6"
        let line = "PROXY \(family) \(client.address) \(frontend.address) \(client.port) \(frontend.port)\r\n"
        return Array(line.utf8)
    }

    /// Section 2.2: binary header format, version 2, command PROXY, without any TLV.
    private static func binary(from client: SocketAddress, to frontend: Frontend) -> [UInt8] {
        let addresses = client.address.bytes + frontend.address.bytes + bytes(client.port) + bytes(frontend.port)
        let family: UInt8 = frontend.address.family == .ipv4 ? 0x10 : 0x20
        let transport: UInt8 = frontend.transport == .tcp ? 0x1 : 0x2
        return signature + [0x21, family | transport] + bytes(UInt16(addresses.count)) + addresses
    }

    private static let signature: [UInt8] = [
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
    ]

    /// In network order.
    private static func bytes(_ number: UInt16) -> [UInt8] {
        [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)]
    }
}
