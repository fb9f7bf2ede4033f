internal import CFairwayLinux
package import FairwayNet
internal import Glibc
package import SystemPackage

/// The addresses that this machine has.
package enum LocalAddresses {
    /// Those at which others may reach it: of interfaces that are up, none of loopback and none that is link-local. In the
    /// order of the interfaces.
    package static func reachable() throws(Errno) -> [IPAddress] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { throw Errno(rawValue: errno) }
        defer { freeifaddrs(list) }
        var addresses: [IPAddress] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ifa_next
            guard entry.ifa_flags & UInt32(IFF_UP) != 0, let address = address(entry.ifa_addr),
                !address.isLoopback, !address.isLinkLocal, !addresses.contains(address)
            else { continue }
            addresses.append(address)
        }
        return addresses
    }

    /// `nil` for what is no address of the internet, and where there is none.
    private static func address(_ pointer: UnsafeMutablePointer<sockaddr>?) -> IPAddress? {
        guard let pointer else { return nil }
        let raw = UnsafeRawPointer(pointer)
        switch Int32(pointer.pointee.sa_family) {
        case AF_INET:
            return withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in.self).sin_addr) { IPAddress(bytes: $0) }
        case AF_INET6:
            return withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { IPAddress(bytes: $0) }
        default: return nil
        }
    }
}
