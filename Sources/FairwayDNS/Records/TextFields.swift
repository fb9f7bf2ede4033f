import FairwayNet

/// The data of a record as they stand in a zone file, field by field (RFC 1035 §5.1).
struct TextFields {
    struct Field {
        /// As it was written.
        var raw: String
        /// What it stands for: without quotes and escapes.
        var bytes: [UInt8]
    }

    let type: RecordType
    private let text: String
    private var fields: ArraySlice<Field> = []

    init(_ text: String, of type: RecordType) throws(DNSParseError) {
        self.text = text
        self.type = type
        var rest = text.utf8[...]
        var fields: [Field] = []
        while true {
            rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            if rest.isEmpty { break }
            guard let field = Self.take(&rest) else { throw refusal }
            fields.append(field)
        }
        self.fields = fields[...]
    }

    /// Takes a field; `nil` where a quote is not closed, or a backslash is followed by what it cannot be.
    private static func take(_ rest: inout Substring.UTF8View) -> Field? {
        let start = rest
        var bytes: [UInt8] = []
        var isQuoted = false
        while let byte = rest.first, isQuoted || (byte != UInt8(ascii: " ") && byte != UInt8(ascii: "\t")) {
            rest.removeFirst()
            switch byte {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popEscaped() else { return nil }
                bytes.append(escaped)
            default: bytes.append(byte)
            }
        }
        guard !isQuoted else { return nil }
        return Field(raw: String(Substring(start[..<rest.startIndex])), bytes: bytes)
    }

    /// Why the whole text cannot be read.
    var refusal: DNSParseError { DNSParseError(text, isNot: "the data of a record of type \(type)", type.expectation) }

    var isEmpty: Bool { fields.isEmpty }

    mutating func next() throws(DNSParseError) -> Field {
        guard let field = fields.popFirst() else { throw refusal }
        return field
    }

    mutating func number<Number: FixedWidthInteger>(_: Number.Type = Number.self) throws(DNSParseError) -> Number {
        let text = try next().raw
        guard text.utf8.allSatisfy(\.isDigit), let number = Number(text) else { throw refusal }
        return number
    }

    mutating func name() throws(DNSParseError) -> DomainName {
        try DomainName(parsing: try next().raw)
    }

    mutating func characterString() throws(DNSParseError) -> CharacterString {
        let field = try next()
        guard let text = CharacterString(field.bytes) else {
            throw DNSParseError(field.raw, isNot: "a text of a record", "it has more than 255 bytes; write several")
        }
        return text
    }

    func expectEnd() throws(DNSParseError) {
        guard isEmpty else { throw refusal }
    }
}

extension RecordType {
    /// What the data of a record of the type look like.
    fileprivate var expectation: String {
        switch self {
        case .a: "expected an IPv4 address, as in 192.0.2.1"
        case .aaaa: "expected an IPv6 address, as in 2001:db8::1"
        case .ns, .cname, .ptr: "expected a name, as in host.example.test"
        case .soa: "expected two names and five numbers: server, mailbox, serial, refresh, retry, expire, minimum"
        case .mx: "expected a preference and a host, as in 10 mail.example.test"
        case .srv: "expected priority, weight, port and host, as in 0 100 88 kdc.example.test"
        case .txt: "expected one or more texts of at most 255 bytes each, as in \"a text\""
        case .uri: "expected priority, weight and a URI, as in 0 100 \"krb5srv:m:udp:kdc.example.test\""
        case .caa: "expected flags, a tag and a value, as in 0 issue \"ca.example.test\""
        case .svcb, .https: "expected a priority, a name and parameters, as in 1 . alpn=h2 port=8443"
        default: "expected its length and its bytes in hexadecimal, as in \\# 4 c0000201"
        }
    }
}
