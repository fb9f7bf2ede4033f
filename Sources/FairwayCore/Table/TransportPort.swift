package import FairwayNet

/// A port of one protocol: what can be served once on an address.
package struct TransportPort: Hashable, Sendable {
    package var port: UInt16
    package var transport: TransportProtocol

    package init(_ port: UInt16, _ transport: TransportProtocol) {
        self.port = port
        self.transport = transport
    }
}

extension TransportPort: Comparable, CustomStringConvertible {
    package static func < (left: Self, right: Self) -> Bool {
        (left.port, left.transport) < (right.port, right.transport)
    }

    /// `53/UDP`.
    package var description: String { "\(port)/\(transport)" }
}
