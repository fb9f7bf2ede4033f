/// The first twelve bytes of a message, without the numbers of records (RFC 1035 §4.1.1).
package struct MessageHeader: Hashable, Sendable {
    package var id: UInt16
    /// As on the wire: the operation, the lower four bits of the response code, and the rest as bits.
    package var flags: Flags

    package struct Flags: OptionSet, Hashable, Sendable {
        package var rawValue: UInt16

        package init(rawValue: UInt16) {
            self.rawValue = rawValue
        }

        /// QR.
        package static let response = Flags(rawValue: 0x8000)
        /// AA.
        package static let authoritative = Flags(rawValue: 0x0400)
        /// TC.
        package static let truncated = Flags(rawValue: 0x0200)
        package static let recursionDesired = Flags(rawValue: 0x0100)
        package static let recursionAvailable = Flags(rawValue: 0x0080)
        /// AD (RFC 4035 §3.2.3).
        package static let authenticData = Flags(rawValue: 0x0020)
        package static let checkingDisabled = Flags(rawValue: 0x0010)
    }

    /// Its bytes, the numbers of records included.
    package static let length = 12

    package init(id: UInt16, opcode: Opcode = .query, flags: Flags = []) {
        self.id = id
        self.flags = flags
        self.opcode = opcode
    }

    package var opcode: Opcode {
        get { Opcode(rawValue: UInt8(truncatingIfNeeded: flags.rawValue >> 11 & 0xF)) }
        set { flags.rawValue = flags.rawValue & ~0x7800 | UInt16(newValue.rawValue & 0xF) << 11 }
    }

    /// The lower four bits of the response code; the others stand in an OPT record (RFC 6891 §6.1.3).
    var lowResponseCode: UInt16 {
        get { flags.rawValue & 0xF }
        set { flags.rawValue = flags.rawValue & ~0xF | newValue & 0xF }
    }

    /// Whether a message answers another one.
    package var isResponse: Bool { flags.contains(.response) }
}

/// What a message is for (IANA “DNS OpCodes”).
package struct Opcode: RawRepresentable, Hashable, Sendable {
    /// 0 to 15.
    package var rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let query = Opcode(rawValue: 0)
    package static let notify = Opcode(rawValue: 4)
    package static let update = Opcode(rawValue: 5)
}

/// How it went (IANA “DNS RCODEs”).
package struct ResponseCode: RawRepresentable, Hashable, Sendable {
    /// 0 to 4095.
    package var rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    package static let noError = ResponseCode(rawValue: 0)
    package static let formatError = ResponseCode(rawValue: 1)
    package static let serverFailure = ResponseCode(rawValue: 2)
    package static let nameError = ResponseCode(rawValue: 3)
    package static let notImplemented = ResponseCode(rawValue: 4)
    package static let refused = ResponseCode(rawValue: 5)
    package static let notAuthoritative = ResponseCode(rawValue: 9)
    package static let badVersion = ResponseCode(rawValue: 16)
    package static let badCookie = ResponseCode(rawValue: 23)

    private static let names: [ResponseCode: String] = [
        .noError: "NOERROR", .formatError: "FORMERR", .serverFailure: "SERVFAIL", .nameError: "NXDOMAIN",
        .notImplemented: "NOTIMP", .refused: "REFUSED", .notAuthoritative: "NOTAUTH", .badVersion: "BADVERS",
        .badCookie: "BADCOOKIE",
    ]
}

extension ResponseCode: CustomStringConvertible {
    /// The mnemonic, as in metrics and in what other programs print.
    package var description: String { Self.names[self] ?? "RCODE\(rawValue)" }
}
