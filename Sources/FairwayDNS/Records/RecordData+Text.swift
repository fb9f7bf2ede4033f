import FairwayNet

extension RecordData {
    /// Reads the data of a record of `type` in presentation format: that of the type's own RFC, or that of RFC 3597 §5,
    /// which fits all types (`\# 4 c0000201`). Names are from the root, with or without a dot at the end.
    ///
    /// - Throws: a sentence about what is wrong.
    package init(_ type: RecordType, parsing text: String) throws(DNSParseError) {
        var fields = try TextFields(text, of: type)
        if text.utf8.drop(while: { $0 == UInt8(ascii: " ") }).starts(with: "\\#".utf8) {
            self = try Self.generic(&fields)
        } else {
            self = try Self.parse(&fields)
        }
        try fields.expectEnd()
    }

    private static func parse(_ fields: inout TextFields) throws(DNSParseError) -> RecordData {
        switch fields.type {
        case .a:
            guard let address = IPv4Address(try fields.next().raw) else { throw fields.refusal }
            return .a(address)
        case .aaaa:
            guard let address = IPv6Address(try fields.next().raw) else { throw fields.refusal }
            return .aaaa(address)
        case .ns: return .ns(try fields.name())
        case .cname: return .cname(try fields.name())
        case .ptr: return .ptr(try fields.name())
        case .soa: return .soa(try StartOfAuthority(&fields))
        case .mx: return .mx(preference: try fields.number(), exchange: try fields.name())
        case .srv: return .srv(try ServiceLocation(&fields))
        case .txt: return .txt(try CharacterStrings(&fields))
        case .uri:
            return .uri(
                priority: try fields.number(), weight: try fields.number(), target: try fields.next().bytes)
        case .caa: return .caa(try CertificationAuthority(&fields))
        case .svcb: return .svcb(try ServiceBinding(&fields))
        case .https: return .https(try ServiceBinding(&fields))
        default: throw fields.refusal
        }
    }

    /// Reads `\#`, the number of bytes, and the bytes.
    private static func generic(_ fields: inout TextFields) throws(DNSParseError) -> RecordData {
        _ = try fields.next()
        let count: UInt16 = try fields.number()
        var digits: [UInt8] = []
        while !fields.isEmpty { digits += try fields.next().bytes }
        guard let bytes = [UInt8](hexadecimal: digits), bytes.count == count else { throw fields.refusal }
        do {
            return try RecordData(fields.type, reading: bytes.span, from: 0)
        } catch {
            throw fields.refusal
        }
    }

    /// The data in presentation format.
    package var text: String {
        switch self {
        case .a(let address): address.description
        case .aaaa(let address): address.description
        case .ns(let name), .cname(let name), .ptr(let name): name.description
        case .soa(let soa):
            "\(soa.primary) \(soa.contact) \(soa.serial) \(soa.refresh) \(soa.retry) \(soa.expire) \(soa.minimum)"
        case .mx(let preference, let exchange): "\(preference) \(exchange)"
        case .srv(let location): "\(location.priority) \(location.weight) \(location.port) \(location.target)"
        case .txt(let texts): texts.strings.map { quoted($0.bytes) }.joined(separator: " ")
        case .uri(let priority, let weight, let target): "\(priority) \(weight) \(quoted(target))"
        case .caa(let caa):
            "\(caa.flags) \(String(decoding: caa.tag.bytes, as: UTF8.self)) \(quoted(caa.value))"
        case .svcb(let binding), .https(let binding): binding.text
        case .opaque(_, let bytes):
            "\\# \(bytes.count)" + (bytes.isEmpty ? "" : " ") + bytes.map(\.hexadecimal).joined()
        }
    }
}

/// The bytes between quotes, escaped where needed.
private func quoted(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for byte in bytes { text.appendEscaped(byte, special: Set(#""\"#.utf8), printsBlanks: true) }
    return "\"\(String(decoding: text, as: UTF8.self))\""
}

extension StartOfAuthority {
    fileprivate init(_ fields: inout TextFields) throws(DNSParseError) {
        self.init(
            primary: try fields.name(), contact: try fields.name(), serial: try fields.number(),
            refresh: try fields.number(), retry: try fields.number(), expire: try fields.number(),
            minimum: try fields.number())
    }
}

extension ServiceLocation {
    fileprivate init(_ fields: inout TextFields) throws(DNSParseError) {
        self.init(
            priority: try fields.number(), weight: try fields.number(), port: try fields.number(),
            target: try fields.name())
    }
}

extension CharacterStrings {
    fileprivate init(_ fields: inout TextFields) throws(DNSParseError) {
        var strings: [CharacterString] = []
        while !fields.isEmpty { strings.append(try fields.characterString()) }
        guard let strings = CharacterStrings(strings) else { throw fields.refusal }
        self = strings
    }
}

extension CertificationAuthority {
    fileprivate init(_ fields: inout TextFields) throws(DNSParseError) {
        let flags: UInt8 = try fields.number()
        let tag = try fields.characterString()
        guard let caa = CertificationAuthority(flags: flags, tag: tag, value: try fields.next().bytes) else {
            throw fields.refusal
        }
        self = caa
    }
}

extension UInt8 {
    var hexadecimal: String { (self < 16 ? "0" : "") + String(self, radix: 16) }
}

extension [UInt8] {
    /// Reads pairs of hexadecimal digits.
    init?(hexadecimal digits: [UInt8]) {
        guard digits.count.isMultiple(of: 2) else { return nil }
        self = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            let pair = String(decoding: digits[index...(index + 1)], as: UTF8.self)
            guard let byte = UInt8(pair, radix: 16), pair.utf8.first != UInt8(ascii: "+") else { return nil }
            append(byte)
        }
    }
}
