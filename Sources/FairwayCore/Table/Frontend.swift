package import FairwayNet

/// What a client talks to: one port of one protocol on one address.
package struct Frontend: Hashable, Sendable {
    package var address: IPAddress
    package var port: UInt16
    package var transport: TransportProtocol

    package init(address: IPAddress, port: UInt16, transport: TransportProtocol) {
        self.address = address
        self.port = port
        self.transport = transport
    }
}

extension Frontend: CustomStringConvertible {
    /// `192.0.2.1:53/UDP` or `[2001:db8::1]:53/UDP`.
    package var description: String { "\(SocketAddress(address: address, port: port))/\(transport)" }
}

extension Frontend: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        (left.address, left.port, left.transport) < (right.address, right.port, right.transport)
    }
}
