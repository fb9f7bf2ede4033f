extension Message {
    /// Reads a message that `bytes` holds and nothing else.
    ///
    /// What it takes of memory is bounded by the message's length: a name that is a pointer, two bytes, becomes 255 at
    /// most, and nothing is set aside for what is only announced.
    ///
    /// - Throws: the first thing that is wrong with it.
    package init(decoding bytes: Span<UInt8>) throws(WireError) {
        var offset = 0
        let header = try MessageHeader(reading: bytes, at: &offset)
        self.init(header: header, responseCode: ResponseCode(rawValue: header.lowResponseCode))
        var counts: [UInt16] = []
        for _ in 0..<4 { counts.append(try bytes.readUInt16(&offset)) }
        for _ in 0..<counts[0] {
            questions.append(try Question(reading: bytes, at: &offset))
        }
        for _ in 0..<counts[1] { answers.append(try Self.record(bytes, &offset)) }
        for _ in 0..<counts[2] { authorities.append(try Self.record(bytes, &offset)) }
        for left in (0..<counts[3]).reversed() {
            try readAdditional(bytes, &offset, isLast: left == 0)
        }
        guard offset == bytes.count else { throw .trailingBytes }
    }

    /// Reads a record that is neither OPT nor TSIG.
    private static func record(_ bytes: Span<UInt8>, _ offset: inout Int) throws(WireError) -> ResourceRecord {
        var start = offset
        let owner = try DomainName(reading: bytes, at: &start)
        let head = try bytes.readRecordHead(&offset)
        guard head.type != .opt else { throw .misplacedOPT }
        guard head.type != .tsig else { throw .misplacedTSIG }
        defer { offset = head.end }
        return try ResourceRecord(owner: owner, head, reading: bytes, from: offset)
    }

    private mutating func readAdditional(
        _ bytes: Span<UInt8>, _ offset: inout Int, isLast: Bool
    ) throws(WireError) {
        let start = offset
        var nameEnd = offset
        let owner = try DomainName(reading: bytes, at: &nameEnd)
        let head = try bytes.readRecordHead(&offset)
        let data = bytes.extracting(first: head.end)
        switch head.type {
        case .opt:
            guard edns == nil, owner.isRoot else { throw .misplacedOPT }
            edns = try EDNS(class: head.class, ttl: head.ttl, reading: data, from: offset)
            responseCode.rawValue |= UInt16(truncatingIfNeeded: head.ttl >> 24) << 4
        case .tsig:
            guard isLast, head.class == RecordClass.any.rawValue, head.ttl == 0 else { throw .misplacedTSIG }
            tsig = try TSIGRecord(key: owner, reading: data, from: offset)
        default:
            offset = start
            additionals.append(try Self.record(bytes, &offset))
        }
        offset = head.end
    }
}

/// What stands before the data of a record, its name left away.
struct RecordHead {
    var type: RecordType
    var `class`: UInt16
    var ttl: UInt32
    /// Where the data end, which is in the message.
    var end: Int
}

extension Span where Element == UInt8 {
    /// Reads what stands before the data of a record, without following a pointer in its name, and moves `offset` to
    /// where the data begin.
    func readRecordHead(_ offset: inout Int) throws(WireError) -> RecordHead {
        try skipName(&offset)
        let type = RecordType(rawValue: try readUInt16(&offset))
        let (`class`, ttl) = (try readUInt16(&offset), try readUInt32(&offset))
        let length = Int(try readUInt16(&offset))
        guard length <= count - offset else { throw .endsEarly }
        return RecordHead(type: type, class: `class`, ttl: ttl, end: offset + length)
    }
}

extension ResourceRecord {
    fileprivate init(
        owner: DomainName, _ head: RecordHead, reading bytes: Span<UInt8>, from offset: Int
    ) throws(WireError) {
        self.owner = owner
        `class` = RecordClass(rawValue: head.class)
        // A TTL with the highest bit set counts as 0 (RFC 2181 §8).
        ttl = head.ttl >> 31 == 0 ? head.ttl : 0
        if offset == head.end, `class` == .any || `class` == .none {
            data = .opaque(head.type, [])
        } else {
            data = try RecordData(head.type, reading: bytes.extracting(first: head.end), from: offset)
        }
    }
}

extension MessageHeader {
    /// Reads the first four bytes; the numbers of records follow.
    init(reading bytes: Span<UInt8>, at offset: inout Int) throws(WireError) {
        id = try bytes.readUInt16(&offset)
        flags = Flags(rawValue: try bytes.readUInt16(&offset))
    }
}

extension Question {
    fileprivate init(reading bytes: Span<UInt8>, at offset: inout Int) throws(WireError) {
        name = try DomainName(reading: bytes, at: &offset)
        type = RecordType(rawValue: try bytes.readUInt16(&offset))
        `class` = RecordClass(rawValue: try bytes.readUInt16(&offset))
    }
}
