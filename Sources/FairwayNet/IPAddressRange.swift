/// Addresses of one family that follow one another, from `first` to `last`, both included.
package struct IPAddressRange: Hashable, Sendable {
    package let first: IPAddress
    package let last: IPAddress

    /// - Throws: when the two are of different families, or the last comes before the first.
    package init(first: IPAddress, last: IPAddress) throws(IPParseError) {
        guard first.family == last.family else {
            throw IPParseError(
                "“\(first)-\(last)” is not a range: expected two addresses of one family, "
                    + "not \(first.family) and \(last.family)")
        }
        guard first <= last else {
            throw IPParseError("The range “\(first)-\(last)” is reversed: write \(last)-\(first)")
        }
        self.first = first
        self.last = last
    }

    /// All addresses of a prefix.
    package init(_ prefix: IPPrefix) {
        self.first = prefix.address
        self.last = prefix.last
    }

    package var family: AddressFamily { first.family }

    /// The number of addresses. All of IPv6, one more than the type can hold, counts as `UInt128.max`.
    package var count: UInt128 {
        let (count, overflow) = (last.number - first.number).addingReportingOverflow(1)
        return overflow ? .max : count
    }

    package func contains(_ address: IPAddress) -> Bool {
        address.family == family && first <= address && address <= last
    }

    package func overlaps(_ other: IPAddressRange) -> Bool {
        family == other.family && first <= other.last && other.first <= last
    }

    /// How many addresses of the range come before `address`; `nil` for one that is not in it.
    package func offset(of address: IPAddress) -> UInt128? {
        contains(address) ? address.number - first.number : nil
    }

    /// The address that `offset` others of the range come before; `nil` past the end.
    package func address(at offset: UInt128) -> IPAddress? {
        guard offset <= last.number - first.number else { return nil }
        return IPAddress(family: family, number: first.number + offset)
    }
}

extension IPAddressRange: LosslessStringConvertible {
    /// Reads a prefix (`192.0.2.0/24`) or two addresses (`192.0.2.1-192.0.2.9`); `nil` for everything else.
    package init?(_ description: String) {
        do {
            try self.init(parsing: description)
        } catch {
            return nil
        }
    }

    /// Reads a range, blanks around its dash allowed, or says what is wrong with it.
    package init(parsing text: String) throws(IPParseError) {
        if text.contains("/") {
            self.init(try IPPrefix(parsing: text))
            return
        }
        let parts = text.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            let example = IPAddress(text).map { "\($0)/\($0.family.bitWidth)" } ?? "192.0.2.0/24"
            throw IPParseError(
                text, isNot: "an address range", expected: "one such as \(example) or 192.0.2.1-192.0.2.9")
        }
        let ends = parts.map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        try self.init(first: IPAddress(parsing: ends[0]), last: IPAddress(parsing: ends[1]))
    }

    /// `first-last`.
    package var description: String { "\(first)-\(last)" }
}

extension IPAddressRange: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        (left.first, left.last) < (right.first, right.last)
    }
}
