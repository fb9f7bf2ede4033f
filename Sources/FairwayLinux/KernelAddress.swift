internal import CFairwayLinux
package import FairwayNet
internal import Glibc

/// A socket address in the kernel's form: what system calls read and write, without conversion on each packet.
package struct KernelAddress: Sendable {
    var raw: fairway_address

    package init() {
        raw = fairway_address()
    }

    init(_ raw: fairway_address) {
        self.raw = raw
    }

    package init(_ address: IPAddress, port: UInt16) {
        switch address {
        case .v4(let address): raw = fairway_address_v4(address.rawValue, port)
        case .v6(let address): raw = fairway_address_v6(address.high, address.low, port)
        }
    }

    package init(_ address: SocketAddress) {
        self.init(address.address, port: address.port)
    }

    /// As the kernel has it in memory.
    package var bytes: [UInt8] { withUnsafeBytes(of: raw) { Array($0) } }

    /// Takes an address from what `bytes` gave; `nil` where it is none.
    package init?(bytes: [UInt8]) {
        guard bytes.count == MemoryLayout<fairway_address>.size else { return nil }
        raw = bytes.withUnsafeBytes { $0.loadUnaligned(as: fairway_address.self) }
        guard isInternet else { return nil }
    }

    /// Whether it is of IPv4 or IPv6.
    package var isInternet: Bool { family == AF_INET || family == AF_INET6 }

    var family: Int32 {
        withUnsafePointer(to: raw) { fairway_address_family($0) }
    }

    package var socketAddress: SocketAddress {
        let key = key
        let address: IPAddress =
            family == AF_INET6
            ? .v6(IPv6Address(high: key.high, low: key.low))
            : .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: key.low)))
        return SocketAddress(address: address, port: key.port)
    }

    /// What tells this address from others of its family.
    package var key: AddressKey {
        withUnsafePointer(to: raw) { AddressKey($0) }
    }
}

/// A socket address as a few words, to hash and compare.
///
/// Addresses of both families are not mixed: a socket sees one of them.
package struct AddressKey: Hashable, Sendable {
    package var high: UInt64
    package var low: UInt64
    /// The interface of a link-local IPv6 address, else 0.
    package var scope: UInt32
    package var port: UInt16

    init(_ address: UnsafePointer<fairway_address>) {
        high = fairway_address_high(address)
        low = fairway_address_low(address)
        scope = fairway_address_scope(address)
        port = fairway_address_port(address)
    }
}
