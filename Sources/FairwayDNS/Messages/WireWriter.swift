/// Writes a message behind what is already in an array, so that one array can take many messages and be used again.
struct WireWriter: ~Copyable {
    private(set) var bytes: [UInt8]
    /// Where the message begins.
    let start: Int
    private var compression: NameCompression

    init(appendingTo bytes: consuming [UInt8] = [], preservingCase: Bool = true) {
        compression = NameCompression(preservesCase: preservingCase)
        start = bytes.count
        self.bytes = bytes
    }

    /// The number of bytes that the message has so far: the next one's offset in it.
    var count: Int { bytes.count - start }

    consuming func finish() -> [UInt8] { bytes }

    mutating func write(_ value: UInt8) { bytes.append(value) }

    mutating func write(_ value: UInt16) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    mutating func write(_ value: UInt32) {
        write(UInt16(truncatingIfNeeded: value >> 16))
        write(UInt16(truncatingIfNeeded: value))
    }

    mutating func write(_ values: some Collection<UInt8>) { bytes.append(contentsOf: values) }

    mutating func write(_ values: Span<UInt8>) {
        values.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    /// Writes over a number that was written before.
    mutating func overwrite(_ value: UInt16, at offset: Int) {
        bytes[start + offset] = UInt8(truncatingIfNeeded: value >> 8)
        bytes[start + offset + 1] = UInt8(truncatingIfNeeded: value)
    }

    /// Takes back everything from `offset` on.
    mutating func truncate(to offset: Int) {
        bytes.removeLast(count - offset)
        compression.forget(from: offset)
    }

    /// Writes what `body` writes behind its length in two bytes.
    ///
    /// - Throws: what `body` throws, and where it writes more than 65,535 bytes.
    mutating func writeLengthPrefixed(
        _ body: (inout WireWriter) throws(WireError) -> Void
    ) throws(WireError) {
        let offset = count
        write(UInt16(0))
        try body(&self)
        guard let length = UInt16(exactly: count - offset - 2) else { throw .tooLarge }
        overwrite(length, at: offset)
    }

    /// Writes a name, whose end may become a pointer to where it was written before. `name` may go on behind it.
    ///
    /// Returns where the whole name now is; `nil` where no pointer leads there.
    @discardableResult
    mutating func writeCompressed(_ name: Span<UInt8>) -> UInt16? {
        let position = count
        let match = compression.add(name, to: bytes, from: start)
        write(name.extracting(first: match.unwritten))
        if let pointer = match.pointer {
            write(0xC000 | pointer)
        } else {
            write(UInt8(0))
        }
        if match.unwritten == 0 { return match.pointer }
        return position <= NameCompression.lastOffset ? UInt16(truncatingIfNeeded: position) : nil
    }
}
