import FairwayNet
import Glibc

extension SocketAddress {
    func withSockaddr<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Result) rethrows -> Result {
        var storage = sockaddr_storage()
        let length: Int
        switch address {
        case .v4(let address):
            length = MemoryLayout<sockaddr_in>.size
            withUnsafeMutableBytes(of: &storage) {
                $0.storeBytes(
                    of: sockaddr_in(
                        sin_family: sa_family_t(AF_INET), sin_port: port.bigEndian,
                        sin_addr: in_addr(s_addr: address.rawValue.bigEndian), sin_zero: (0, 0, 0, 0, 0, 0, 0, 0)),
                    as: sockaddr_in.self)
            }
        case .v6(let address):
            length = MemoryLayout<sockaddr_in6>.size
            withUnsafeMutableBytes(of: &storage) {
                $0.storeBytes(of: sa_family_t(AF_INET6), as: sa_family_t.self)
                $0.storeBytes(of: port.bigEndian, toByteOffset: 2, as: UInt16.self)
                $0.storeBytes(of: address.high.bigEndian, toByteOffset: 8, as: UInt64.self)
                $0.storeBytes(of: address.low.bigEndian, toByteOffset: 16, as: UInt64.self)
            }
        }
        return try withUnsafePointer(to: &storage) {
            try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { try body($0, socklen_t(length)) }
        }
    }

    static func reading(
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) throws -> Void
    ) rethrows -> SocketAddress {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        try withUnsafeMutablePointer(to: &storage) {
            try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { try body($0, &length) }
        }
        return withUnsafeBytes(of: &storage) { bytes in
            let port = UInt16(bigEndian: bytes.load(fromByteOffset: 2, as: UInt16.self))
            guard bytes.load(as: sa_family_t.self) == AF_INET6 else {
                let address = UInt32(bigEndian: bytes.load(fromByteOffset: 4, as: UInt32.self))
                return SocketAddress(address: .v4(IPv4Address(rawValue: address)), port: port)
            }
            let high = UInt64(bigEndian: bytes.load(fromByteOffset: 8, as: UInt64.self))
            let low = UInt64(bigEndian: bytes.load(fromByteOffset: 16, as: UInt64.self))
            return SocketAddress(address: .v6(IPv6Address(high: high, low: low)), port: port)
        }
    }
}
