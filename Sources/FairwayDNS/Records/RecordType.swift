/// The type of a record, or what is asked for (IANA “Resource Record (RR) TYPEs”).
package struct RecordType: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    package static let a = RecordType(rawValue: 1)
    package static let ns = RecordType(rawValue: 2)
    package static let cname = RecordType(rawValue: 5)
    package static let soa = RecordType(rawValue: 6)
    package static let ptr = RecordType(rawValue: 12)
    package static let mx = RecordType(rawValue: 15)
    package static let txt = RecordType(rawValue: 16)
    package static let aaaa = RecordType(rawValue: 28)
    package static let srv = RecordType(rawValue: 33)
    package static let dname = RecordType(rawValue: 39)
    package static let opt = RecordType(rawValue: 41)
    package static let ds = RecordType(rawValue: 43)
    package static let svcb = RecordType(rawValue: 64)
    package static let https = RecordType(rawValue: 65)
    package static let tsig = RecordType(rawValue: 250)
    package static let ixfr = RecordType(rawValue: 251)
    package static let axfr = RecordType(rawValue: 252)
    package static let any = RecordType(rawValue: 255)
    package static let uri = RecordType(rawValue: 256)
    package static let caa = RecordType(rawValue: 257)

    private static let names: [RecordType: String] = [
        .a: "A", .ns: "NS", .cname: "CNAME", .soa: "SOA", .ptr: "PTR", .mx: "MX", .txt: "TXT", .aaaa: "AAAA",
        .srv: "SRV", .dname: "DNAME", .opt: "OPT", .ds: "DS", .svcb: "SVCB", .https: "HTTPS", .tsig: "TSIG",
        .ixfr: "IXFR", .axfr: "AXFR", .any: "ANY", .uri: "URI", .caa: "CAA",
    ]
    private static let byName = Dictionary(uniqueKeysWithValues: names.map { ($1, $0) })

    /// Whether no zone can have records of the type: it is for questions or belongs to a message (RFC 6895 §3.1).
    package var isMeta: Bool { self == .opt || rawValue == 0 || (128...255).contains(rawValue) }
}

extension RecordType: LosslessStringConvertible {
    /// Reads a mnemonic such as `SRV`, in either case, or `TYPE33` (RFC 3597 §5); `nil` for everything else.
    package init?(_ description: String) {
        let name = description.uppercased()
        if let known = Self.byName[name] {
            self = known
        } else if name.hasPrefix("TYPE"), name.utf8.dropFirst(4).allSatisfy(\.isDigit),
            let number = UInt16(name.dropFirst(4))
        {
            self.init(rawValue: number)
        } else {
            return nil
        }
    }

    package var description: String { Self.names[self] ?? "TYPE\(rawValue)" }
}

extension RecordType: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
