/// A block of addresses that begin with the same bits (CIDR, RFC 4632).
package struct IPPrefix: Hashable, Sendable {
    /// The first address of the block: the bits after the first `length` are zero.
    package let address: IPAddress
    /// The number of bits that the addresses have in common: 0 to 32, or 0 to 128.
    package let length: Int

    /// - Throws: when `length` does not fit the family, or `address` is not the first of its block.
    package init(address: IPAddress, length: Int) throws(IPParseError) {
        let width = address.family.bitWidth
        guard (0...width).contains(length) else {
            throw IPParseError(
                "“\(address)/\(length)” is not a prefix: expected a length from 0 to \(width) after the slash")
        }
        let network = IPAddress(family: address.family, number: address.number & ~Self.hostMask(width - length))
        guard network == address else {
            throw IPParseError(
                "“\(address)/\(length)” has bits set after its length: "
                    + "write \(network)/\(length) for the block, or \(address)/\(width) for the one address")
        }
        self.address = address
        self.length = length
    }

    /// The block of `length` that `member` is in.
    ///
    /// - Throws: when `length` does not fit the family.
    package init(holding member: IPAddress, length: Int) throws(IPParseError) {
        let bits = member.family.bitWidth - length
        let mask = (0...member.family.bitWidth).contains(bits) ? Self.hostMask(bits) : 0
        try self.init(address: IPAddress(family: member.family, number: member.number & ~mask), length: length)
    }

    /// The last address of the block.
    package var last: IPAddress {
        IPAddress(
            family: address.family, number: address.number | Self.hostMask(address.family.bitWidth - length))
    }

    package func contains(_ other: IPAddress) -> Bool {
        other.family == address.family && address <= other && other <= last
    }

    private static func hostMask(_ bits: Int) -> UInt128 {
        bits == 128 ? .max : (UInt128(1) << UInt128(bits)) - 1
    }
}

extension IPPrefix: LosslessStringConvertible {
    /// Reads `192.0.2.0/24` or `2001:db8::/32`; `nil` for everything else.
    package init?(_ description: String) {
        do {
            try self.init(parsing: description)
        } catch {
            return nil
        }
    }

    /// Reads a prefix or says what is wrong with it.
    package init(parsing text: String) throws(IPParseError) {
        let (address, length) = try Self.parts(of: text)
        try self.init(address: address, length: length)
    }

    /// Reads a prefix as Kubernetes does where it always did so, with or without bits after its length (`192.0.2.9/24`
    /// for `192.0.2.0/24`), or says what is wrong with it.
    package init(parsingMember text: String) throws(IPParseError) {
        let (address, length) = try Self.parts(of: text)
        try self.init(holding: address, length: length)
    }

    private static func parts(of text: String) throws(IPParseError) -> (address: IPAddress, length: Int) {
        let parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 2, let length = decimalNumber(parts[1].utf8, maximum: 999) else {
            throw IPParseError(text, isNot: "a prefix", expected: "one such as 192.0.2.0/24 or 2001:db8::/32")
        }
        return (try IPAddress(parsing: String(parts[0])), Int(length))
    }

    package var description: String { "\(address)/\(length)" }
}

extension IPPrefix: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        (left.address, left.length) < (right.address, right.length)
    }
}
