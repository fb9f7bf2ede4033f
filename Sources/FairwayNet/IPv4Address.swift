/// An IPv4 address.
package struct IPv4Address: RawRepresentable, Hashable, Sendable {
    /// The address as a number, in host order: 127.0.0.1 is 0x7F00_0001.
    package var rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) {
        self.init(rawValue: UInt32(a) << 24 | UInt32(b) << 16 | UInt32(c) << 8 | UInt32(d))
    }

    /// The four bytes in network order.
    package var bytes: [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: rawValue >> UInt32($0)) }
    }

    /// Whether the address is in 127.0.0.0/8 (RFC 1122 §3.2.1.3).
    package var isLoopback: Bool { rawValue >> 24 == 127 }
    /// Whether the address is 0.0.0.0.
    package var isUnspecified: Bool { rawValue == 0 }
    /// Whether the address is in 224.0.0.0/4 (RFC 5771).
    package var isMulticast: Bool { rawValue >> 28 == 0xE }
    /// Whether the address is in 169.254.0.0/16 (RFC 3927).
    package var isLinkLocal: Bool { rawValue >> 16 == 0xA9FE }
}

extension IPv4Address: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension IPv4Address: LosslessStringConvertible {
    /// Reads four decimal numbers with dots between them; `nil` for everything else, leading zeros among it.
    package init?(_ description: String) {
        self.init(ascii: description.utf8)
    }

    /// Reads an address or says what is wrong with it.
    package init(parsing text: String) throws(IPParseError) {
        guard let address = Self(text) else {
            throw IPParseError(
                text, isNot: "an IPv4 address",
                expected: "four numbers from 0 to 255 without leading zeros, as in 192.0.2.1")
        }
        self = address
    }

    init?(ascii text: some Collection<UInt8>) {
        let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard let byte = decimalNumber(part, maximum: 255) else { return nil }
            number = number << 8 | byte
        }
        self.init(rawValue: number)
    }

    package var description: String {
        "\(rawValue >> 24).\(rawValue >> 16 & 255).\(rawValue >> 8 & 255).\(rawValue & 255)"
    }
}
