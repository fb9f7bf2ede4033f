extension TSIGRecord {
    /// What the code is made of (RFC 8945 §4.3): `message` without its TSIG record and with its original id, after
    /// `previous`, the code of the message that it answers or follows (empty: of none), and after the messages between
    /// that were not signed. `isFollowing`: it is not the first of several that answer one request.
    func digestInput(
        of message: [UInt8], after previous: [UInt8], unsigned: [UInt8] = [], isFollowing: Bool = false
    ) -> [UInt8] {
        var writer = WireWriter()
        if !previous.isEmpty {
            writer.write(UInt16(truncatingIfNeeded: previous.count))
            writer.write(previous)
        }
        writer.write(unsigned)
        writer.write(message)
        if !isFollowing {
            writer.write(key.lowercased)
            writer.write(RecordClass.any.rawValue)
            writer.write(UInt32(0))
            writer.write(algorithm.lowercased)
        }
        writer.writeTime(timeSigned)
        writer.write(fudge)
        if !isFollowing {
            writer.write(error.rawValue)
            writer.write(UInt16(truncatingIfNeeded: otherData.count))
            writer.write(otherData)
        }
        return writer.finish()
    }
}

/// A message and the TSIG record at its end.
struct SignedMessage {
    var record: TSIGRecord
    /// The message as it was signed: without the record, and with its original id.
    var unsigned: [UInt8]

    /// `nil` for a message that is not signed.
    init?(_ bytes: [UInt8]) throws(WireError) {
        guard let start = try bytes.span.signatureStart() else { return nil }
        var offset = start
        let key = try DomainName(reading: bytes.span, at: &offset)
        offset = start
        let head = try bytes.span.readRecordHead(&offset)
        record = try TSIGRecord(key: key, reading: bytes.span.extracting(first: head.end), from: offset)
        unsigned = Array(bytes[..<start])
        unsigned.setUInt16(record.originalID, at: 0)
        unsigned.setUInt16(bytes.additionalCount &- 1, at: 10)
    }
}

extension [UInt8] {
    /// The number of additional records that a message announces. There must be a whole header.
    var additionalCount: UInt16 { UInt16(self[10]) << 8 | UInt16(self[11]) }

    /// Writes over a number of the header, of which there must be all.
    mutating func setUInt16(_ value: UInt16, at offset: Int) {
        self[offset] = UInt8(truncatingIfNeeded: value >> 8)
        self[offset + 1] = UInt8(truncatingIfNeeded: value)
    }
}

extension Span where Element == UInt8 {
    /// Where the TSIG record at the end of a message begins; `nil` where there is none.
    fileprivate func signatureStart() throws(WireError) -> Int? {
        var offset = 4
        var counts: [Int] = []
        for _ in 0..<4 { counts.append(Int(try readUInt16(&offset))) }
        for _ in 0..<counts[0] {
            try skipName(&offset)
            _ = try readUInt32(&offset)
        }
        var found: Int?
        for _ in 0..<(counts[1] + counts[2] + counts[3]) {
            guard found == nil else { throw .misplacedTSIG }
            let start = offset
            let head = try readRecordHead(&offset)
            offset = head.end
            guard head.type == .tsig else { continue }
            guard head.class == RecordClass.any.rawValue, head.ttl == 0 else { throw .misplacedTSIG }
            found = start
        }
        guard offset == count else { throw .trailingBytes }
        guard found == nil || counts[3] > 0 else { throw .misplacedTSIG }
        return found
    }
}
