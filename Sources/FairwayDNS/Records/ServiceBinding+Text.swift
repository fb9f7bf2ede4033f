import FairwayNet

extension ServiceBinding {
    var text: String {
        (["\(priority)", target.description] + parameters.map(\.text)).joined(separator: " ")
    }
}

extension ServiceBinding.Parameter {
    fileprivate var text: String {
        let known = ParameterKey(rawValue: key)
        guard let list = known.flatMap(items) else {
            return value.isEmpty ? "key\(key)" : "key\(key)=\(escaped(value))"
        }
        let name = ParameterKey.name(of: key)
        return list.isEmpty ? name : "\(name)=\(list.joined(separator: ","))"
    }

    /// The items of the value; `nil` where it is not what the key says.
    private func items(_ known: ParameterKey) -> [String]? {
        switch known {
        case .mandatory: value.isEmpty || value.count % 2 != 0 ? nil : value.words.map(ParameterKey.name(of:))
        case .alpn: value.lengthPrefixed?.map { escaped($0.escapingCommas) }
        case .noDefaultALPN: value.isEmpty ? [] : nil
        case .port: value.count == 2 ? ["\(value.words[0])"] : nil
        case .ipv4Hint: addresses(ofSize: 4)
        case .ipv6Hint: addresses(ofSize: 16)
        case .ech: value.isEmpty ? nil : [value.base64]
        }
    }

    private func addresses(ofSize size: Int) -> [String]? {
        guard !value.isEmpty, value.count.isMultiple(of: size) else { return nil }
        return stride(from: 0, to: value.count, by: size).compactMap { start in
            IPAddress(bytes: value[start..<(start + size)])?.description
        }
    }

    private func escaped(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for byte in bytes { text.appendEscaped(byte, special: Set(#""\();"#.utf8)) }
        return String(decoding: text, as: UTF8.self)
    }
}

extension [UInt8] {
    /// The numbers of two bytes each; a last single byte is left away.
    var words: [UInt16] {
        stride(from: 0, to: count - 1, by: 2).map { UInt16(self[$0]) << 8 | UInt16(self[$0 + 1]) }
    }

    /// The parts, each after its length in one byte; `nil` where there are none, one is empty or one is not there.
    fileprivate var lengthPrefixed: [[UInt8]]? {
        var parts: [[UInt8]] = []
        var rest = self[...]
        while let length = rest.popFirst() {
            guard length > 0, rest.count >= length else { return nil }
            parts.append(Array(rest.prefix(Int(length))))
            rest = rest.dropFirst(Int(length))
        }
        return parts.isEmpty ? nil : parts
    }

    fileprivate var escapingCommas: [UInt8] {
        flatMap { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), $0] : [$0] }
    }
}
