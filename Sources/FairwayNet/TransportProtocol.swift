/// A transport protocol that Fairway forwards.
package enum TransportProtocol: UInt8, Hashable, Sendable, CaseIterable {
    /// The number of the protocol in an IP header (IANA protocol numbers).
    case tcp = 6
    case udp = 17
}

extension TransportProtocol: CustomStringConvertible, LosslessStringConvertible {
    /// Reads Kubernetes' spelling, `TCP` or `UDP`. Anything else is `nil`.
    package init?(_ description: String) {
        switch description {
        case "TCP": self = .tcp
        case "UDP": self = .udp
        default: return nil
        }
    }

    /// Kubernetes' spelling: `TCP` or `UDP`.
    package var description: String {
        switch self {
        case .tcp: "TCP"
        case .udp: "UDP"
        }
    }
}

extension TransportProtocol: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
