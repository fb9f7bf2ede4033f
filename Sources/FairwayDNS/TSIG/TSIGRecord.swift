/// A TSIG record: the signature of a message (RFC 8945 §4.2).
package struct TSIGRecord: Hashable, Sendable {
    package var key: DomainName
    package var algorithm: DomainName
    /// When it was signed, in seconds since 1970: 48 bits.
    package var timeSigned: UInt64
    /// By how many seconds clocks may differ.
    package var fudge: UInt16
    package var mac: [UInt8]
    /// The message's id when it was signed.
    package var originalID: UInt16
    package var error: TSIGError
    /// With `badTime`, the server's time.
    package var otherData: [UInt8]

    package init(
        key: DomainName, algorithm: DomainName, timeSigned: UInt64, fudge: UInt16, mac: [UInt8], originalID: UInt16,
        error: TSIGError = .none, otherData: [UInt8] = []
    ) {
        self.key = key
        self.algorithm = algorithm
        self.timeSigned = timeSigned
        self.fudge = fudge
        self.mac = mac
        self.originalID = originalID
        self.error = error
        self.otherData = otherData
    }
}

/// What is wrong with a signature, in the record's own field (RFC 8945 §3).
package struct TSIGError: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    package static let none = TSIGError(rawValue: 0)
    package static let badSignature = TSIGError(rawValue: 16)
    package static let badKey = TSIGError(rawValue: 17)
    package static let badTime = TSIGError(rawValue: 18)
    package static let badTruncation = TSIGError(rawValue: 22)
}

extension TSIGRecord {
    /// Reads the data of a TSIG record: the bytes of `message` from `offset` to the end.
    init(key: DomainName, reading message: Span<UInt8>, from offset: Int) throws(WireError) {
        var offset = offset
        do {
            self.key = key
            algorithm = try DomainName(readingUncompressed: message, at: &offset)
            timeSigned = UInt64(try message.readUInt16(&offset)) << 32 | UInt64(try message.readUInt32(&offset))
            fudge = try message.readUInt16(&offset)
            let macLength = Int(try message.readUInt16(&offset))
            mac = try message.readBytes(macLength, &offset)
            originalID = try message.readUInt16(&offset)
            error = TSIGError(rawValue: try message.readUInt16(&offset))
            let otherLength = Int(try message.readUInt16(&offset))
            otherData = try message.readBytes(otherLength, &offset)
        } catch {
            throw .badRecordData(.tsig)
        }
        guard offset == message.count else { throw .badRecordData(.tsig) }
    }
}

extension WireWriter {
    /// Writes the record, whose names are never compressed (RFC 8945 §4.2).
    mutating func write(_ tsig: TSIGRecord) throws(WireError) {
        write(tsig.key)
        write(RecordType.tsig.rawValue)
        write(RecordClass.any.rawValue)
        write(UInt32(0))
        try writeLengthPrefixed { writer throws(WireError) in
            writer.write(tsig.algorithm)
            writer.writeTime(tsig.timeSigned)
            writer.write(tsig.fudge)
            try writer.writeLengthPrefixed { $0.write(tsig.mac) }
            writer.write(tsig.originalID)
            writer.write(tsig.error.rawValue)
            try writer.writeLengthPrefixed { $0.write(tsig.otherData) }
        }
    }

    /// Writes seconds since 1970 in six bytes.
    mutating func writeTime(_ seconds: UInt64) {
        write(UInt16(truncatingIfNeeded: seconds >> 32))
        write(UInt32(truncatingIfNeeded: seconds))
    }
}
