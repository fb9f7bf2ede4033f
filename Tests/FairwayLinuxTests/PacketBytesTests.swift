import FairwayLinux
import FairwayNet
import Testing

@Suite("The bytes of packets")
struct PacketBytesTests {
    @Test("what was written is read, and nothing when a byte is missing")
    func roundTrip() throws {
        let address = KernelAddress(.v6(IPv6Address(high: 0x2001_0DB8 << 32, low: 7)), port: 53)
        var writer = PacketWriter()
        writer.write(UInt8(7))
        writer.write(UInt64.max - 1)
        writer.write("größer")
        writer.write(bytes: address.bytes)

        func read(_ bytes: [UInt8]) throws(MalformedPacket) -> KernelAddress? {
            var reader = PacketReader(bytes)
            let number: UInt8 = try reader.read()
            let large: UInt64 = try reader.read()
            let text = try reader.readText()
            #expect(number == 7 && large == .max - 1 && text == "größer")
            let address = KernelAddress(bytes: try reader.readBytes())
            #expect(reader.isAtEnd)
            return address
        }
        #expect(try read(writer.bytes)?.socketAddress == address.socketAddress)
        for count in 0..<writer.bytes.count {
            #expect(throws: MalformedPacket.self) { _ = try read(Array(writer.bytes.prefix(count))) }
        }
    }

    @Test("what is no address is none")
    func addresses() {
        let bytes = KernelAddress(.v4(IPv4Address(127, 0, 0, 1)), port: 1).bytes
        #expect(KernelAddress(bytes: Array(bytes.dropLast())) == nil)
        #expect(KernelAddress(bytes: Array(repeating: 0, count: bytes.count)) == nil)
    }
}
