package import FairwayNet
internal import SystemPackage

/// Why a name server does not listen where it is to.
package struct ListenFailure: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        case portInUse
        case portNotPermitted
        case addressNotLocal
        /// Something else of the system, such as too few descriptors.
        case systemFailed
    }

    package var address: SocketAddress
    package var transport: TransportProtocol
    package var reason: Reason
    /// A sentence without a full stop, for people: what was attempted, on what, why it failed, what to do.
    package var message: String
}

extension ListenFailure: CustomStringConvertible {
    package var description: String { message }
}

extension ListenFailure {
    init(_ address: SocketAddress, _ transport: TransportProtocol, _ error: Errno) {
        let attempt = "DNS cannot be answered at \(address) over \(transport)"
        (reason, message) =
            switch error {
            case .addressInUse:
                (
                    .portInUse,
                    "\(attempt): another program uses the port; stop it or choose another one"
                        + (address.port == 53 ? Self.usualSuspect : "")
                )
            case .permissionDenied, .notPermitted:
                (
                    .portNotPermitted,
                    """
                    \(attempt): this process may not bind port \(address.port); give it CAP_NET_BIND_SERVICE, lower \
                    net.ipv4.ip_unprivileged_port_start (sysctl) or choose a higher port
                    """
                )
            case .addressNotAvailable:
                (
                    .addressNotLocal,
                    """
                    \(attempt): \(address.address) is not an address of this machine; add it to an interface or choose \
                    one of those that there are (ip address)
                    """
                )
            case .addressFamilyNotSupported:
                (
                    .addressNotLocal,
                    "\(attempt): this machine has no \(address.address.family); enable it or choose another address"
                )
            default:
                (
                    .systemFailed,
                    "\(attempt): its socket cannot be opened: \(error); see that the address can be bound and the limit of "
                        + "descriptors (ulimit -n) is not reached"
                )
            }
        self.address = address
        self.transport = transport
    }

    private static let usualSuspect =
        " (on port 53 it may be systemd-resolved, which leaves it to others with DNSStubListener=no in resolved.conf)"
}
