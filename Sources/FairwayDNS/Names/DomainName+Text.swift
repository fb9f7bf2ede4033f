import FairwayNet

extension DomainName: LosslessStringConvertible {
    /// Reads a name; `nil` for everything that is none.
    package init?(_ description: String) {
        do {
            try self.init(parsing: description)
        } catch {
            return nil
        }
    }

    /// Reads a name in the presentation format of RFC 1035 §5.1, or says what is wrong with it. The dot at the end may
    /// be left away; `\.` is a dot in a label, and `\065` the byte 65.
    package init(parsing text: String) throws(DNSParseError) {
        if text == "." {
            self = .root
            return
        }
        var labels: [[UInt8]] = [[]]
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "."):
                if rest.isEmpty { break }
                labels.append([])
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popEscaped() else {
                    throw DNSParseError(text, isNot: Self.kind, Self.badEscape)
                }
                labels[labels.count - 1].append(escaped)
            case 0x21...0x7E where !Self.syntax.contains(byte): labels[labels.count - 1].append(byte)
            default: throw .badCharacter(text)
            }
        }
        guard !labels.contains([]) else {
            throw DNSParseError(text, isNot: Self.kind, "it has an empty label; write one dot between two labels")
        }
        self = try DomainName.root.prepending(labels)
    }

    static let kind = "a domain name"
    static let badEscape = "expected a character or three digits up to 255 after each backslash"

    /// The name with a dot at its end, and escapes where they are needed.
    package var description: String {
        if isRoot { return "." }
        var text: [UInt8] = []
        for label in labels {
            for byte in label { text.appendEscaped(byte, special: Self.special) }
            text.append(UInt8(ascii: "."))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// What has a meaning in zone files wherever it stands.
    private static let syntax = Set(#""();"#.utf8)
    /// What is written with a backslash.
    private static let special = syntax.union(#".\@$"#.utf8)
}

extension DNSParseError {
    static func badLabel(_ label: String) -> DNSParseError {
        DNSParseError(
            label, isNot: "a label of a domain name",
            label.isEmpty ? "it is empty" : "it has \(label.utf8.count) bytes, and at most 63 are allowed")
    }

    static func nameTooLong(_ name: String) -> DNSParseError {
        DNSParseError(name, isNot: DomainName.kind, "it is too long, at most 255 bytes are allowed")
    }

    fileprivate static func badCharacter(_ text: String) -> DNSParseError {
        DNSParseError(
            text, isNot: DomainName.kind,
            text.utf8.contains { $0 >= 0x80 }
                ? "it has letters beyond ASCII; write it as applications ask for it, in labels that begin with xn--"
                : "it has a blank, a control character or one of \"();, before which a backslash is needed")
    }
}

// MARK: - Escapes

extension Substring.UTF8View {
    /// Takes what follows a backslash: three digits, or one other character. `nil` where there is neither.
    mutating func popEscaped() -> UInt8? {
        guard let first = popFirst() else { return nil }
        guard first.isDigit else { return first }
        guard let second = popFirst(), let third = popFirst(), second.isDigit, third.isDigit else { return nil }
        let number = [first, second, third].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return UInt8(exactly: number)
    }
}

extension [UInt8] {
    /// Appends a byte as it may stand in a zone file: after a backslash where it is `special`, as three digits where it
    /// cannot be printed.
    mutating func appendEscaped(_ byte: UInt8, special: Set<UInt8>, printsBlanks: Bool = false) {
        if special.contains(byte) {
            self += [UInt8(ascii: "\\"), byte]
        } else if (0x21...0x7E).contains(byte) || (printsBlanks && byte == UInt8(ascii: " ")) {
            append(byte)
        } else {
            self += [UInt8(ascii: "\\")] + [100, 10, 1].map { UInt8(ascii: "0") + byte / $0 % 10 }
        }
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
