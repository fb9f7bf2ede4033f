import FairwayNet

extension RecordData {
    /// Reads the data of a record: the bytes of `message` from `offset` to the end. Of what lies before, only names are
    /// followed into, and only by the types of RFC 1035 and SRV (RFC 3597 §4); other types do not compress theirs.
    ///
    /// - Throws: where they are not what the type says, or something follows.
    init(_ type: RecordType, reading message: Span<UInt8>, from offset: Int) throws(WireError) {
        var offset = offset
        do {
            self = try Self.read(type, message, &offset)
        } catch .endsEarly {
            throw .badRecordData(type)
        }
        guard offset == message.count else { throw .badRecordData(type) }
    }

    private static func read(
        _ type: RecordType, _ message: Span<UInt8>, _ offset: inout Int
    ) throws(WireError) -> RecordData {
        switch type {
        case .a: .a(IPv4Address(rawValue: try message.readUInt32(&offset)))
        case .aaaa: .aaaa(try IPv6Address(reading: message, at: &offset))
        case .ns: .ns(try DomainName(reading: message, at: &offset))
        case .cname: .cname(try DomainName(reading: message, at: &offset))
        case .ptr: .ptr(try DomainName(reading: message, at: &offset))
        case .soa: .soa(try StartOfAuthority(reading: message, at: &offset))
        case .mx:
            .mx(
                preference: try message.readUInt16(&offset), exchange: try DomainName(reading: message, at: &offset))
        case .srv: .srv(try ServiceLocation(reading: message, at: &offset))
        case .txt: .txt(try CharacterStrings(reading: message, at: &offset))
        case .uri:
            .uri(
                priority: try message.readUInt16(&offset), weight: try message.readUInt16(&offset),
                target: try message.readRest(&offset))
        case .caa: .caa(try CertificationAuthority(reading: message, at: &offset))
        case .svcb: .svcb(try ServiceBinding(type, reading: message, at: &offset))
        case .https: .https(try ServiceBinding(type, reading: message, at: &offset))
        default: .opaque(type, try message.readRest(&offset))
        }
    }
}

extension Span where Element == UInt8 {
    fileprivate func readRest(_ offset: inout Int) throws(WireError) -> [UInt8] {
        try readBytes(count - offset, &offset)
    }

    fileprivate func readCharacterString(_ offset: inout Int) throws(WireError) -> CharacterString {
        let length = Int(try readUInt8(&offset))
        guard let text = CharacterString(try readBytes(length, &offset)) else { throw .tooLarge }
        return text
    }
}

extension IPv6Address {
    fileprivate init(reading message: Span<UInt8>, at offset: inout Int) throws(WireError) {
        let words = [
            try message.readUInt32(&offset), try message.readUInt32(&offset), try message.readUInt32(&offset),
            try message.readUInt32(&offset),
        ].map(UInt64.init)
        self.init(high: words[0] << 32 | words[1], low: words[2] << 32 | words[3])
    }
}

extension StartOfAuthority {
    fileprivate init(reading message: Span<UInt8>, at offset: inout Int) throws(WireError) {
        self.init(
            primary: try DomainName(reading: message, at: &offset),
            contact: try DomainName(reading: message, at: &offset), serial: try message.readUInt32(&offset),
            refresh: try message.readUInt32(&offset), retry: try message.readUInt32(&offset),
            expire: try message.readUInt32(&offset), minimum: try message.readUInt32(&offset))
    }
}

extension ServiceLocation {
    fileprivate init(reading message: Span<UInt8>, at offset: inout Int) throws(WireError) {
        self.init(
            priority: try message.readUInt16(&offset), weight: try message.readUInt16(&offset),
            port: try message.readUInt16(&offset), target: try DomainName(reading: message, at: &offset))
    }
}

extension CharacterStrings {
    fileprivate init(reading message: Span<UInt8>, at offset: inout Int) throws(WireError) {
        var strings: [CharacterString] = []
        while offset < message.count {
            strings.append(try message.readCharacterString(&offset))
        }
        guard let strings = CharacterStrings(strings) else { throw .badRecordData(.txt) }
        self = strings
    }
}

extension CertificationAuthority {
    fileprivate init(reading message: Span<UInt8>, at offset: inout Int) throws(WireError) {
        let flags = try message.readUInt8(&offset)
        let tag = try message.readCharacterString(&offset)
        guard let caa = CertificationAuthority(flags: flags, tag: tag, value: try message.readRest(&offset)) else {
            throw .badRecordData(.caa)
        }
        self = caa
    }
}

extension ServiceBinding {
    fileprivate init(
        _ type: RecordType, reading message: Span<UInt8>, at offset: inout Int
    ) throws(WireError) {
        let priority = try message.readUInt16(&offset)
        let target = try DomainName(readingUncompressed: message, at: &offset)
        var parameters: [Parameter] = []
        while offset < message.count {
            let key = try message.readUInt16(&offset)
            let length = Int(try message.readUInt16(&offset))
            parameters.append(Parameter(key: key, value: try message.readBytes(length, &offset)))
        }
        guard let binding = ServiceBinding(priority: priority, target: target, parameters: parameters) else {
            throw .badRecordData(type)
        }
        self = binding
    }
}
