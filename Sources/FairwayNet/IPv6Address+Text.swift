extension IPv6Address: LosslessStringConvertible {
    /// Reads any text form of RFC 4291 §2.2; `nil` for everything else, zone ids (`%eth0`) and prefix lengths among it.
    package init?(_ description: String) {
        let text = Array(description.utf8)
        guard let gap = Self.gap(in: text) else {
            guard let groups = Self.groups(text[...], mayEndInIPv4: true), groups.count == 8 else { return nil }
            self.init(groups: groups)
            return
        }
        guard let head = Self.groups(text[..<gap], mayEndInIPv4: false),
            let tail = Self.groups(text[(gap + 2)...], mayEndInIPv4: true), head.count + tail.count < 8
        else { return nil }
        self.init(groups: head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
    }

    /// Reads an address or says what is wrong with it.
    package init(parsing text: String) throws(IPParseError) {
        guard let address = Self(text) else {
            let expected =
                text.contains("%")
                ? "an address without a zone, as in 2001:db8::1"
                : "up to eight groups of hexadecimal digits, as in 2001:db8::1"
            throw IPParseError(text, isNot: "an IPv6 address", expected: expected)
        }
        self = address
    }

    private static func gap(in text: [UInt8]) -> Int? {
        text.indices.dropLast().first { text[$0] == UInt8(ascii: ":") && text[$0 + 1] == UInt8(ascii: ":") }
    }

    /// The groups between colons; none for an empty text.
    private static func groups(_ text: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> [UInt16]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: UInt8(ascii: ":"), maxSplits: 8, omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if let group = hexadecimal(part) {
                groups.append(group)
            } else if mayEndInIPv4, index == parts.count - 1, let address = IPv4Address(ascii: part) {
                groups += [UInt16(address.rawValue >> 16), UInt16(address.rawValue & 0xFFFF)]
            } else {
                return nil
            }
        }
        return groups
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt16? {
        guard (1...4).contains(digits.count) else { return nil }
        var value: UInt16 = 0
        for digit in digits {
            let character = Character(Unicode.Scalar(digit))
            guard character.isASCII, let number = character.hexDigitValue else { return nil }
            value = value << 4 | UInt16(number)
        }
        return value
    }

    /// The one form that RFC 5952 recommends.
    package var description: String {
        if let mapped { return "::ffff:\(mapped)" }
        let text = groups.map { String($0, radix: 16) }
        guard let zeros = longestZeros else { return text.joined(separator: ":") }
        return text[..<zeros.lowerBound].joined(separator: ":") + "::"
            + text[zeros.upperBound...].joined(separator: ":")
    }

    /// The first of the longest runs of at least two groups that are zero (RFC 5952 §4.2).
    private var longestZeros: Range<Int>? {
        let groups = groups
        var longest: Range<Int>?
        var start = 0
        for index in groups.indices {
            if groups[index] != 0 {
                start = index + 1
            } else if index - start >= max(longest?.count ?? 0, 1) {
                longest = start..<(index + 1)
            }
        }
        return longest
    }
}
