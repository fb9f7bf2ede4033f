/// A domain name (RFC 1035 §3.1), from the root. Names that differ in nothing but the case of ASCII letters are equal
/// (RFC 4343); how they were written is kept.
package struct DomainName: Sendable {
    /// The labels, each after its length, and the zero of the root: 1 to 255 bytes.
    package let wire: [UInt8]

    /// The most bytes that a name may have on the wire (RFC 1035 §2.3.4).
    package static let maximumLength = 255
    /// The most bytes that a label may have.
    package static let maximumLabelLength = 63

    /// The name without labels, `.`.
    package static let root = DomainName(checked: [0])

    init(checked wire: [UInt8]) {
        self.wire = wire
    }

    /// The labels from the left, that of the root left away.
    package var labels: [ArraySlice<UInt8>] {
        var labels: [ArraySlice<UInt8>] = []
        var index = 0
        while index < wire.count, wire[index] != 0 {
            let end = index + 1 + Int(wire[index])
            labels.append(wire[(index + 1)..<end])
            index = end
        }
        return labels
    }

    package var labelCount: Int { labels.count }

    package var isRoot: Bool { wire.count == 1 }

    /// Whether the first label is `*`: in a zone the name stands for others (RFC 4592).
    package var isWildcard: Bool { wire.count > 2 && wire[0] == 1 && wire[1] == UInt8(ascii: "*") }

    /// The name without its first label; `nil` for the root.
    package var parent: DomainName? {
        isRoot ? nil : DomainName(checked: Array(wire[(1 + Int(wire[0]))...]))
    }

    /// Whether the name is `other` or below it.
    package func isAtOrBelow(_ other: DomainName) -> Bool {
        var start = 0
        while wire.count - start > other.wire.count {
            start += 1 + Int(wire[start])
        }
        return wire.count - start == other.wire.count && zip(wire[start...], other.wire).allSatisfy(isEqualIgnoringCase)
    }

    /// The name with further labels in front.
    ///
    /// - Throws: where a label is empty or longer than 63 bytes, or the name longer than 255.
    package func prepending(_ labels: [some Collection<UInt8>]) throws(DNSParseError) -> DomainName {
        var wire: [UInt8] = []
        for label in labels {
            guard (1...Self.maximumLabelLength).contains(label.count) else {
                throw .badLabel(String(decoding: label, as: UTF8.self))
            }
            wire.append(UInt8(label.count))
            wire += label
        }
        wire += self.wire
        guard wire.count <= Self.maximumLength else { throw .nameTooLong(DomainName(checked: wire).description) }
        return DomainName(checked: wire)
    }

    /// The name with one further label in front.
    ///
    /// - Throws: as `prepending(_:)` of several.
    package func prepending(_ label: String) throws(DNSParseError) -> DomainName {
        try prepending([Array(label.utf8)])
    }

    /// The name in lower case.
    package var lowercased: DomainName { DomainName(checked: wire.map(\.asciiLowercased)) }
}

extension DomainName: Hashable {
    package static func == (left: DomainName, right: DomainName) -> Bool {
        // Most are written alike, which is soon told.
        left.wire == right.wire
            || left.wire.count == right.wire.count && zip(left.wire, right.wire).allSatisfy(isEqualIgnoringCase)
    }

    package func hash(into hasher: inout Hasher) {
        var word: UInt64 = 0
        for (index, byte) in wire.enumerated() {
            word = word << 8 | UInt64(byte.asciiLowercased)
            if index & 7 == 7 { hasher.combine(word) }
        }
        hasher.combine(word)
    }
}

extension DomainName: Comparable {
    package static func < (left: DomainName, right: DomainName) -> Bool { left.compared(to: right) < 0 }

    /// Less than 0 where the name comes before `other`, more where after it, and 0 for the same name, in the canonical order
    /// of RFC 4034 §6.1: label by label from the root, without regard to case.
    package func compared(to other: DomainName) -> Int {
        // In place, as whole zones are sorted by it.
        let (bytes, others) = (wire.span, other.wire.span)
        let (labels, otherLabels) = (NameLabels(bytes), NameLabels(others))
        var place = 1
        while place <= labels.count, place <= otherLabels.count {
            let (start, otherStart) = (labels[labels.count - place], otherLabels[otherLabels.count - place])
            let (length, otherLength) = (Int(bytes[start]), Int(others[otherStart]))
            var index = 1
            while index <= length, index <= otherLength {
                let byte = bytes[start + index].asciiLowercased
                let difference = Int(byte) - Int(others[otherStart + index].asciiLowercased)
                guard difference == 0 else { return difference }
                index += 1
            }
            guard length == otherLength else { return length - otherLength }
            place += 1
        }
        return labels.count - otherLabels.count
    }
}

extension UInt8 {
    /// The small letter for a capital one of ASCII. The lengths of labels, at most 63, are no letters.
    var asciiLowercased: UInt8 {
        self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self
    }
}

/// Whether two bytes of names are equal (RFC 4343).
func isEqualIgnoringCase(_ left: UInt8, _ right: UInt8) -> Bool {
    left == right || left.asciiLowercased == right.asciiLowercased
}
