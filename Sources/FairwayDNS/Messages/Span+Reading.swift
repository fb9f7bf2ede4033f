/// Reading bytes at an offset, which moves. An offset is never negative; what lies past the end is refused, not trapped.
extension Span where Element == UInt8 {
    func readUInt8(_ offset: inout Int) throws(WireError) -> UInt8 {
        guard offset < count else { throw .endsEarly }
        defer { offset += 1 }
        return self[offset]
    }

    func readUInt16(_ offset: inout Int) throws(WireError) -> UInt16 {
        guard count - offset >= 2 else { throw .endsEarly }
        defer { offset += 2 }
        return UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }

    func readUInt32(_ offset: inout Int) throws(WireError) -> UInt32 {
        UInt32(try readUInt16(&offset)) << 16 | UInt32(try readUInt16(&offset))
    }

    /// Reads so many bytes. Nothing is set aside before it is known that they are there.
    func readBytes(_ count: Int, _ offset: inout Int) throws(WireError) -> [UInt8] {
        var bytes: [UInt8] = []
        try readBytes(count, &offset, into: &bytes)
        return bytes
    }

    func readBytes(_ count: Int, _ offset: inout Int, into bytes: inout [UInt8]) throws(WireError) {
        guard count <= self.count - offset else { throw .endsEarly }
        bytes.reserveCapacity(bytes.count + count)
        for index in offset..<(offset + count) {
            bytes.append(self[index])
        }
        offset += count
    }
}
