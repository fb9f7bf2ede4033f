/// The class of a record or a question (IANA “DNS CLASSes”).
package struct RecordClass: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    package static let internet = RecordClass(rawValue: 1)
    /// In updates: takes records away, or asks that there be none (RFC 2136 §2.4, §2.5).
    package static let none = RecordClass(rawValue: 254)
    package static let any = RecordClass(rawValue: 255)
}

extension RecordClass: CustomStringConvertible {
    package var description: String {
        switch self {
        case .internet: "IN"
        case .none: "NONE"
        case .any: "ANY"
        default: "CLASS\(rawValue)"
        }
    }
}
