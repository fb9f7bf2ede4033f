/// An address and a port of it.
package struct SocketAddress: Hashable, Sendable {
    package var address: IPAddress
    package var port: UInt16

    package init(address: IPAddress, port: UInt16) {
        self.address = address
        self.port = port
    }
}

extension SocketAddress: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        (left.address, left.port) < (right.address, right.port)
    }
}

extension SocketAddress: LosslessStringConvertible {
    /// Reads `192.0.2.1:53` or `[2001:db8::1]:53`; `nil` for everything else.
    package init?(_ description: String) {
        guard let colon = description.lastIndex(of: ":"),
            let port = decimalNumber(description.utf8[description.utf8.index(after: colon)...], maximum: 65_535)
        else { return nil }
        let host = description[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]"), let address = IPv6Address(String(host.dropFirst().dropLast())) {
            self.init(address: .v6(address), port: UInt16(port))
        } else if let address = IPv4Address(String(host)) {
            self.init(address: .v4(address), port: UInt16(port))
        } else {
            return nil
        }
    }

    /// Reads an address with a port or says what was expected.
    package init(parsing text: String) throws(IPParseError) {
        guard let address = Self(text) else {
            throw IPParseError(
                text, isNot: "an address with a port", expected: "one such as 192.0.2.1:53 or [2001:db8::1]:53")
        }
        self = address
    }

    /// `192.0.2.1:53` or `[2001:db8::1]:53`.
    package var description: String {
        switch address {
        case .v4(let address): "\(address):\(port)"
        case .v6(let address): "[\(address)]:\(port)"
        }
    }
}
