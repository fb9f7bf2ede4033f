extension DomainName {
    /// The pointers that a name may have: one before each label that there is room for.
    private static let maximumPointers = 127

    /// Reads a name at `offset` of a message, and moves `offset` after it.
    ///
    /// Each pointer has to lead before the place where the part of the name began that it ends. So none leads in a
    /// circle, and a name costs no more than its labels and pointers.
    init(reading message: Span<UInt8>, at offset: inout Int) throws(WireError) {
        var wire: [UInt8] = []
        var (position, partStart, pointers) = (offset, offset, 0)
        while true {
            let length = try message.readUInt8(&position)
            switch length {
            case 0:
                if pointers == 0 { offset = position }
                self.init(checked: wire + [0])
                return
            case 1...63:
                guard wire.count + 1 + Int(length) < Self.maximumLength else { throw .nameTooLong }
                wire.append(length)
                try message.readBytes(Int(length), &position, into: &wire)
            case 0xC0...:
                let target = Int(length & 0x3F) << 8 | Int(try message.readUInt8(&position))
                if pointers == 0 { offset = position }
                pointers += 1
                guard target < partStart, target >= MessageHeader.length, pointers <= Self.maximumPointers else {
                    throw .badPointer
                }
                (position, partStart) = (target, target)
            default: throw .reservedLabel
            }
        }
    }

    /// Reads a name that may not be compressed at `offset` of a message, and moves `offset` after it.
    init(readingUncompressed message: Span<UInt8>, at offset: inout Int) throws(WireError) {
        let start = offset
        self = try DomainName(reading: message, at: &offset)
        guard offset - start == wire.count else { throw .badPointer }
    }
}

extension Span where Element == UInt8 {
    /// Moves `offset` after the name there, without following its pointer.
    func skipName(_ offset: inout Int) throws(WireError) {
        let start = offset
        while true {
            let length = try readUInt8(&offset)
            switch length {
            case 0: return
            case 1...63:
                guard Int(length) < count - offset else { throw .endsEarly }
                offset += Int(length)
                guard offset - start < DomainName.maximumLength else { throw .nameTooLong }
            case 0xC0...:
                let target = Int(length & 0x3F) << 8 | Int(try readUInt8(&offset))
                guard target < start, target >= MessageHeader.length else { throw .badPointer }
                return
            default: throw .reservedLabel
            }
        }
    }
}
