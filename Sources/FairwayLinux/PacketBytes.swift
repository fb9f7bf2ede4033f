/// That a packet does not have the layout it should have.
package struct MalformedPacket: Error {
    package init() {}
}

/// Puts values one after another into the bytes of a packet, numbers in this machine's order.
package struct PacketWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func write(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
    }

    /// At most 65,535 bytes, behind their number.
    package mutating func write(bytes: [UInt8]) {
        write(UInt16(bytes.count))
        self.bytes += bytes
    }

    package mutating func write(_ text: String) { write(bytes: Array(text.utf8)) }
}

/// Takes the values from the bytes of a packet, in the order they were written in.
package struct PacketReader {
    private var rest: ArraySlice<UInt8>

    package init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    package var isAtEnd: Bool { rest.isEmpty }

    package mutating func read<Number: FixedWidthInteger>(
        _ type: Number.Type = Number.self
    ) throws(MalformedPacket) -> Number {
        let size = MemoryLayout<Number>.size
        guard rest.count >= size else { throw MalformedPacket() }
        let number = rest.withUnsafeBytes { $0.loadUnaligned(as: Number.self) }
        rest = rest.dropFirst(size)
        return number
    }

    package mutating func readBytes() throws(MalformedPacket) -> [UInt8] {
        let count = Int(try read(UInt16.self))
        guard rest.count >= count else { throw MalformedPacket() }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    package mutating func readText() throws(MalformedPacket) -> String {
        String(decoding: try readBytes(), as: UTF8.self)
    }
}
