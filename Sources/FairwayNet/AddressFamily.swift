/// A version of the Internet Protocol. The raw value is Kubernetes' spelling in `spec.ipFamilies`.
package enum AddressFamily: String, Hashable, Sendable, CaseIterable {
    case ipv4 = "IPv4"
    case ipv6 = "IPv6"

    /// The number of bits in an address: 32 or 128.
    package var bitWidth: Int {
        switch self {
        case .ipv4: 32
        case .ipv6: 128
        }
    }
}

extension AddressFamily: CustomStringConvertible {
    package var description: String { rawValue }
}

extension AddressFamily: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.bitWidth < right.bitWidth }
}
