/// Why a message is not believed.
package enum TSIGFailure: Error, Hashable, Sendable {
    /// It cannot be read, or its code has a length that none has: FORMERR.
    case malformed(WireError)
    /// It is not signed.
    case unsigned
    /// It is signed with a key, or by an algorithm, that is not known here.
    case badKey(DomainName)
    /// The code is not that of the message.
    case badSignature(DomainName)
    /// The message is from another time, in seconds since 1970, than this machine's.
    case badTime(DomainName, signed: UInt64, now: UInt64)
    /// The code is shortened more than is accepted.
    case badTruncation(DomainName)
    /// The other side says that it does not believe us.
    case refused(DomainName, TSIGError)
}

extension TSIGFailure: CustomStringConvertible {
    /// A sentence without a full stop, for people.
    package var description: String {
        switch self {
        case .malformed(let error): "the message cannot be verified: \(error)"
        case .unsigned: "the message is not signed, and has to be"
        case .badKey(let key):
            "the message is signed with the TSIG key \(key), which is not known here by that algorithm"
        case .badSignature(let key):
            "the message's signature with the TSIG key \(key) is wrong: both sides must have the same secret"
        case .badTime(let key, let signed, let now):
            "the message was signed with the TSIG key \(key) at \(signed), and here it is \(now) (seconds since 1970): "
                + "set the clocks"
        case .badTruncation(let key): "the message's signature with the TSIG key \(key) is too short"
        case .refused(let key, let error): "the other side refuses the TSIG key \(key): \(error)"
        }
    }
}

extension TSIGError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .none: "no error"
        case .badSignature: "the signature is wrong (BADSIG)"
        case .badKey: "it does not know the key (BADKEY)"
        case .badTime: "the clocks differ (BADTIME)"
        case .badTruncation: "the signature is too short (BADTRUNC)"
        default: "error \(rawValue)"
        }
    }
}
