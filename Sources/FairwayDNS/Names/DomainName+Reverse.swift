package import FairwayNet

/// The names by which addresses are looked up (RFC 1035 §3.5, RFC 3596 §2.5).
extension DomainName {
    private static let arpa = DomainName(checked: [4] + Array("arpa".utf8) + [0])
    private static let reverseIPv4 = DomainName(checked: [7] + Array("in-addr".utf8) + arpa.wire)
    private static let reverseIPv6 = DomainName(checked: [3] + Array("ip6".utf8) + arpa.wire)

    /// The name of an address, such as `1.2.0.192.in-addr.arpa`.
    package init(reverse address: IPAddress) {
        self.init(reverse: address, length: address.family.bitWidth)
    }

    /// The name of the zone that has the names of the addresses that begin with the first `length` bits of `address`: a
    /// multiple of 8 for IPv4, of 4 for IPv6.
    package init(reverse address: IPAddress, length: Int) {
        let bits = address.family.bitsPerLabel
        precondition(length.isMultiple(of: bits), "Zones of reverse names begin at a label.")
        let root = address.family == .ipv4 ? Self.reverseIPv4 : Self.reverseIPv6
        let labels = stride(from: address.family.bitWidth - length, to: address.family.bitWidth, by: bits).map {
            shift in
            let digits = String(
                UInt8(truncatingIfNeeded: address.number >> UInt128(shift)) & UInt8((1 << bits) - 1),
                radix: address.family == .ipv4 ? 10 : 16)
            return [UInt8(digits.utf8.count)] + Array(digits.utf8)
        }
        self.init(checked: labels.flatMap(\.self) + root.wire)
    }

    /// Whether the name is that of an address, or of a zone of such names.
    package var isReverse: Bool { isAtOrBelow(Self.reverseIPv4) || isAtOrBelow(Self.reverseIPv6) }
}

extension AddressFamily {
    /// How many bits of an address a label of its reverse name stands for.
    package var bitsPerLabel: Int { self == .ipv4 ? 8 : 4 }
}
