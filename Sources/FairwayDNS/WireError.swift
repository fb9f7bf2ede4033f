/// Why bytes are no DNS message, or values do not fit into one.
package enum WireError: Error, Hashable, Sendable {
    /// It ends before what it announces.
    case endsEarly
    /// Something follows what it announces.
    case trailingBytes
    /// A label begins with bits that mean neither a length nor a pointer (RFC 1035 §4.1.4).
    case reservedLabel
    /// A compression pointer leads forwards, into the header, or on and on.
    case badPointer
    /// A name has more than 255 bytes.
    case nameTooLong
    /// The data of a record are not what its type says.
    case badRecordData(RecordType)
    /// More than one OPT, one elsewhere than among the additional records, or not at the root (RFC 6891 §6.1.1).
    case misplacedOPT
    /// A TSIG that is not the last additional record, or is not of class ANY (RFC 8945 §5.1).
    case misplacedTSIG
    /// A value does not fit into its field.
    case tooLarge
}

extension WireError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .endsEarly: "the message ends before what it announces"
        case .trailingBytes: "bytes follow the last record of the message"
        case .reservedLabel: "a label begins with reserved bits"
        case .badPointer: "a compression pointer does not lead to an earlier name"
        case .nameTooLong: "a name has more than 255 bytes"
        case .badRecordData(let type): "the data of a record of type \(type) are malformed"
        case .misplacedOPT: "the message has an OPT record too many or in the wrong place"
        case .misplacedTSIG: "the message has a TSIG record that is not its last record"
        case .tooLarge: "a value is too large for its field in a message"
        }
    }
}
