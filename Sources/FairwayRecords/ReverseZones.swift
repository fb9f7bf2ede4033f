package import FairwayDNS
package import FairwayNet

/// The zones of the reverse names of addresses.
package enum ReverseZones {
    /// The most zones that a range of addresses is given.
    package static let limit = 16

    /// The apexes of zones that hold the reverse names of all addresses of `range`, in order and at most `limit`: as few
    /// others as can be are in them, but IPv4 zones are those of at least 256 addresses, as they are delegated.
    package static func covering(_ range: IPAddressRange) -> [DomainName] {
        let (width, bits) = (range.family.bitWidth, range.family.bitsPerLabel)
        var length = width - bits
        func block(_ address: IPAddress) -> UInt128 { length == 0 ? 0 : address.number >> UInt128(width - length) }
        while block(range.last) - block(range.first) >= UInt128(limit) { length -= bits }
        // What fills its parent is its parent: a whole /64 is one zone, not the sixteen that are in it.
        let perParent = UInt128(1) << UInt128(bits)
        while length > 0, block(range.first).isMultiple(of: perParent),
            (block(range.last) + 1).isMultiple(of: perParent)
        {
            length -= bits
        }
        return (block(range.first)...block(range.last)).map { number in
            let start = length == 0 ? 0 : number << UInt128(width - length)
            let member = start <= range.first.number ? nil : range.address(at: start - range.first.number)
            return DomainName(reverse: member ?? range.first, length: length)
        }
    }
}
