import FairwayNet

extension ServiceBinding {
    init(_ fields: inout TextFields) throws(DNSParseError) {
        let (priority, target): (UInt16, DomainName) = (try fields.number(), try fields.name())
        var parameters: [Parameter] = []
        while !fields.isEmpty {
            let field = try fields.next()
            guard let parameter = Parameter(field) else {
                throw DNSParseError(
                    field.raw, isNot: "a parameter of a record of type \(fields.type)",
                    "expected one such as alpn=h2,h3, port=8443, ipv4hint=192.0.2.1 or key4711=text")
            }
            parameters.append(parameter)
        }
        parameters.sort { $0.key < $1.key }
        guard let binding = Self(priority: priority, target: target, parameters: parameters), binding.isConsistent
        else {
            throw fields.refusal
        }
        self = binding
    }

    /// Whether it has every mandatory parameter, in order and other than `mandatory` itself (RFC 9460 §8), no
    /// `no-default-alpn` without `alpn` (§7.1.1), and no parameters where it is only an alias.
    private var isConsistent: Bool {
        let keys = parameters.map(\.key)
        guard priority > 0 || keys.isEmpty,
            keys.contains(ParameterKey.alpn.rawValue) || !keys.contains(ParameterKey.noDefaultALPN.rawValue)
        else { return false }
        guard let mandatory = parameters.first, mandatory.key == ParameterKey.mandatory.rawValue else { return true }
        let wanted = mandatory.value.words
        return zip([0] + wanted, wanted).allSatisfy { $0 < $1 } && wanted.allSatisfy(keys.contains)
    }
}

extension ServiceBinding.Parameter {
    /// Reads `key` or `key=value`. A key that is written by its number has any value (RFC 9460 §2.1).
    fileprivate init?(_ field: TextFields.Field) {
        let parts = field.bytes.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(decoding: parts[0], as: UTF8.self)
        guard let key = ParameterKey.key(named: name) else { return nil }
        let known = ParameterKey(rawValue: key).flatMap { $0.name == name ? $0 : nil }
        guard let value = Self.value(of: known, from: parts.count == 2 ? Array(parts[1]) : nil) else { return nil }
        self.init(key: key, value: value)
    }

    private static func value(of key: ParameterKey?, from text: [UInt8]?) -> [UInt8]? {
        let list = (text ?? []).split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        return switch key {
        case .mandatory: bytes(list) { ParameterKey.key(named: $0)?.bigEndianBytes }
        case .alpn: text.flatMap(alpn)
        case .noDefaultALPN: text == nil ? [] : nil
        case .port: list[0].utf8.allSatisfy(\.isDigit) && list.count == 1 ? UInt16(list[0])?.bigEndianBytes : nil
        case .ipv4Hint: bytes(list) { IPv4Address($0)?.bytes }
        case .ipv6Hint: bytes(list) { IPv6Address($0)?.bytes }
        case .ech: text.flatMap { $0.isEmpty ? nil : [UInt8](base64: $0) }
        case nil: text ?? []
        }
    }

    private static func bytes(_ list: [String], _ read: (String) -> [UInt8]?) -> [UInt8]? {
        let parts = list.compactMap(read)
        return parts.count == list.count ? Array(parts.joined()) : nil
    }

    /// Reads a comma list in which a backslash keeps a comma or a backslash (RFC 9460 appendix A.1).
    private static func alpn(_ text: [UInt8]) -> [UInt8]? {
        var items: [[UInt8]] = [[]]
        var rest = text[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: ",") {
                items.append([])
            } else if byte == UInt8(ascii: "\\") {
                guard let kept = rest.popFirst() else { return nil }
                items[items.count - 1].append(kept)
            } else {
                items[items.count - 1].append(byte)
            }
        }
        guard items.allSatisfy({ (1...255).contains($0.count) }) else { return nil }
        return Array(items.map { [UInt8($0.count)] + $0 }.joined())
    }
}

extension UInt16 {
    fileprivate var bigEndianBytes: [UInt8] { [UInt8(truncatingIfNeeded: self >> 8), UInt8(truncatingIfNeeded: self)] }
}
