import FairwayJSON
import FairwayNet

/// What the API server says about addresses.
enum AddressSyntax {
    static let notAnAddress = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"
    static let notABlock = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"

    static func isAddress(_ text: String) -> Bool { IPAddress(text) != nil }

    /// What is wrong with an address that traffic is to come to from outside.
    static func problems(_ text: String, at path: String) -> [FieldError] {
        guard let address = IPAddress(text) else { return [.invalid(path, .string(text), notAnAddress)] }
        var problems = specialProblems(address, at: path)
        if address.isLoopback {
            problems.append(
                .invalid(path, .string(text), "may not be in the loopback range (127.0.0.0/8, ::1/128)"))
        }
        return problems
    }

    /// What is wrong with an address that is meant for one host or for none: loopback is allowed, since endpoints of a
    /// single machine are there.
    static func specialProblems(_ address: IPAddress, at path: String) -> [FieldError] {
        let value = JSONValue.string("\(address)")
        if address.isUnspecified {
            return [.invalid(path, value, "may not be unspecified (\(address))")]
        }
        if address.isLinkLocal {
            return [.invalid(path, value, "may not be in the link-local range (169.254.0.0/16, fe80::/10)")]
        }
        if isLinkLocalMulticast(address) {
            return [.invalid(path, value, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)")]
        }
        return []
    }

    /// Whether a text is a prefix. Bits after its length may be set, as Kubernetes has always let them.
    static func isBlock(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(String(parts[0])), let length = UInt8(parts[1]) else {
            return false
        }
        return Int(length) <= address.family.bitWidth && parts[1].utf8.first != UInt8(ascii: "+")
    }

    private static func isLinkLocalMulticast(_ address: IPAddress) -> Bool {
        let bytes = address.bytes
        return switch address {
        case .v4: bytes.starts(with: [224, 0, 0])
        case .v6: bytes[0] == 0xFF && bytes[1] & 0x0F == 0x02
        }
    }
}

extension String {
    /// Without blanks around it.
    var trimmed: String {
        let isBlank = { (character: Character) in character.isWhitespace }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
