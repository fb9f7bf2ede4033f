/// A parameter of SVCB and HTTPS records that has a text form of its own (RFC 9460 §7). Others are written `key4711`.
enum ParameterKey: UInt16, CaseIterable {
    case mandatory = 0
    case alpn = 1
    case noDefaultALPN = 2
    case port = 3
    case ipv4Hint = 4
    case ech = 5
    case ipv6Hint = 6

    var name: String {
        switch self {
        case .mandatory: "mandatory"
        case .alpn: "alpn"
        case .noDefaultALPN: "no-default-alpn"
        case .port: "port"
        case .ipv4Hint: "ipv4hint"
        case .ech: "ech"
        case .ipv6Hint: "ipv6hint"
        }
    }

    static func name(of key: UInt16) -> String { ParameterKey(rawValue: key)?.name ?? "key\(key)" }

    static func key(named name: some StringProtocol) -> UInt16? {
        if let known = allCases.first(where: { $0.name == name }) { return known.rawValue }
        let digits = name.utf8.dropFirst(3)
        guard name.hasPrefix("key"), digits.allSatisfy(\.isDigit),
            digits.first != UInt8(ascii: "0") || digits.count == 1
        else { return nil }
        return UInt16(name.dropFirst(3))
    }
}
