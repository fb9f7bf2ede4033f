/// The bytes of a UDP datagram over IPv4 in the smallest Ethernet frame: 60 bytes, without the check sequence that the
/// card adds.
struct Frame {
    static let size = 60
    /// Where the UDP source port stands.
    static let sourcePortOffset = 34

    var bytes: [UInt8]

    /// - Parameters:
    ///   - hardware: the address of the next interface, six bytes.
    ///   - source: an IPv4 address, four bytes.
    ///   - destination: an IPv4 address, four bytes.
    ///   - port: the destination's.
    init(to hardware: [UInt8], source: [UInt8], destination: [UInt8], port: UInt16) {
        let length = UInt16(Self.size - 14)
        // RFC 791: version and length, no fragments, 64 hops, UDP.
        var header: [UInt8] = [0x45, 0] + length.bigEndianBytes + [0, 0, 0x40, 0, 64, 17, 0, 0] + source + destination
        header.replaceSubrange(10..<12, with: Self.checksum(header).bigEndianBytes)
        // RFC 768: a checksum of zero is none.
        let udp = UInt16(0).bigEndianBytes + port.bigEndianBytes + (length - 20).bigEndianBytes + [0, 0]
        // An own address of the range that anybody may give out.
        let ethernet = hardware + [0x02, 0, 0, 0, 0, 0x01] + [0x08, 0x00]
        bytes = ethernet + header + udp
        bytes += [UInt8](repeating: 0, count: Self.size - bytes.count)
    }

    /// The Internet checksum of an even number of bytes (RFC 1071).
    static func checksum(_ bytes: [UInt8]) -> UInt16 {
        var sum = stride(from: 0, to: bytes.count, by: 2)
            .reduce(UInt32(0)) { $0 + UInt32(bytes[$1]) << 8 + UInt32(bytes[$1 + 1]) }
        while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
        return ~UInt16(sum)
    }

    /// The bytes of a hardware address as `02:00:5e:10:00:01`; `nil` for everything else.
    static func hardware(_ text: String) -> [UInt8]? {
        let bytes = text.split(separator: ":", omittingEmptySubsequences: false).map { UInt8($0, radix: 16) }
        let known = bytes.compactMap { $0 }
        return bytes.count == 6 && known.count == 6 ? known : nil
    }
}

extension UInt16 {
    var bigEndianBytes: [UInt8] { [UInt8(self >> 8), UInt8(self & 0xff)] }
}
