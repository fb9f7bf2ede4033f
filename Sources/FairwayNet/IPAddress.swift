/// An IPv4 or IPv6 address.
package enum IPAddress: Hashable, Sendable {
    case v4(IPv4Address)
    case v6(IPv6Address)

    /// Makes an address from 4 or 16 bytes in network order; `nil` for any other number of bytes.
    package init?(bytes: some Collection<UInt8>) {
        let number = bytes.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        switch bytes.count {
        case 4: self.init(family: .ipv4, number: number)
        case 16: self.init(family: .ipv6, number: number)
        default: return nil
        }
    }

    /// The bytes in network order: 4 or 16.
    package var bytes: [UInt8] {
        switch self {
        case .v4(let address): address.bytes
        case .v6(let address): address.bytes
        }
    }

    package var family: AddressFamily {
        switch self {
        case .v4: .ipv4
        case .v6: .ipv6
        }
    }

    package var isLoopback: Bool {
        switch self {
        case .v4(let address): address.isLoopback
        case .v6(let address): address.isLoopback
        }
    }

    package var isUnspecified: Bool { number == 0 }

    package var isMulticast: Bool {
        switch self {
        case .v4(let address): address.isMulticast
        case .v6(let address): address.isMulticast
        }
    }

    package var isLinkLocal: Bool {
        switch self {
        case .v4(let address): address.isLinkLocal
        case .v6(let address): address.isLinkLocal
        }
    }
}

// MARK: - Numbers

extension IPAddress {
    /// The address as a number: addresses that follow one another have numbers that do.
    package var number: UInt128 {
        switch self {
        case .v4(let address): UInt128(address.rawValue)
        case .v6(let address): UInt128(address.high) << 64 | UInt128(address.low)
        }
    }

    /// The address of a family that has a number, of which the bits that the family has no place for are left away.
    init(family: AddressFamily, number: UInt128) {
        switch family {
        case .ipv4: self = .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: number)))
        case .ipv6:
            self = .v6(
                IPv6Address(
                    high: UInt64(truncatingIfNeeded: number >> 64), low: UInt64(truncatingIfNeeded: number)))
        }
    }
}

// MARK: - Order and text

extension IPAddress: Comparable {
    /// By family, IPv4 first, then by number.
    package static func < (left: Self, right: Self) -> Bool {
        (left.family, left.number) < (right.family, right.number)
    }
}

extension IPAddress: LosslessStringConvertible {
    /// Reads an address of either family, strictly: no leading zeros in IPv4, no zone in IPv6.
    package init?(_ description: String) {
        if let address = IPv4Address(description) {
            self = .v4(address)
        } else if let address = IPv6Address(description) {
            self = .v6(address)
        } else {
            return nil
        }
    }

    /// Reads an address of either family or says what is wrong with it.
    package init(parsing text: String) throws(IPParseError) {
        if text.contains(":") {
            self = .v6(try IPv6Address(parsing: text))
        } else if text.contains(".") {
            self = .v4(try IPv4Address(parsing: text))
        } else {
            throw IPParseError(text, isNot: "an IP address", expected: "one such as 192.0.2.1 or 2001:db8::1")
        }
    }

    /// IPv4 with dots, IPv6 as in RFC 5952.
    package var description: String {
        switch self {
        case .v4(let address): address.description
        case .v6(let address): address.description
        }
    }
}
