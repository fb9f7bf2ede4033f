/// An IPv6 address, without a zone.
package struct IPv6Address: Hashable, Sendable {
    /// The first eight bytes as a number, in host order.
    package var high: UInt64
    /// The last eight bytes as a number, in host order.
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The sixteen bytes in network order.
    package var bytes: [UInt8] {
        [high, low].flatMap { word in
            stride(from: UInt64(56), through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
        }
    }

    /// Whether the address is ::1 (RFC 4291 §2.5.3).
    package var isLoopback: Bool { high == 0 && low == 1 }
    /// Whether the address is :: (RFC 4291 §2.5.2).
    package var isUnspecified: Bool { high == 0 && low == 0 }
    /// Whether the address is in ff00::/8 (RFC 4291 §2.7).
    package var isMulticast: Bool { high >> 56 == 0xFF }
    /// Whether the address is in fe80::/10 (RFC 4291 §2.5.6).
    package var isLinkLocal: Bool { high >> 54 == 0x3FA }

    /// The address in ::ffff:0:0/96 that stands for `address` where only IPv6 fits (RFC 4291 §2.5.5.2).
    package init(mapping address: IPv4Address) {
        self.init(high: 0, low: 0xFFFF << 32 | UInt64(address.rawValue))
    }

    /// The IPv4 address that this one stands for, if it is in ::ffff:0:0/96.
    package var mapped: IPv4Address? {
        high == 0 && low >> 32 == 0xFFFF ? IPv4Address(rawValue: UInt32(truncatingIfNeeded: low)) : nil
    }

    init(groups: [UInt16]) {
        let words = [groups.prefix(4), groups.dropFirst(4)].map { $0.reduce(UInt64(0)) { $0 << 16 | UInt64($1) } }
        self.init(high: words[0], low: words[1])
    }

    var groups: [UInt16] {
        [high, low].flatMap { word in
            stride(from: UInt64(48), through: 0, by: -16).map { UInt16(truncatingIfNeeded: word >> $0) }
        }
    }
}

extension IPv6Address: Comparable {
    package static func < (left: Self, right: Self) -> Bool { (left.high, left.low) < (right.high, right.low) }
}
