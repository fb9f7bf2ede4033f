import Glibc
import SystemPackage

/// An address and port in numbers.
struct Place: Hashable, Sendable {
    var address: String
    var port: UInt16

    init(_ address: String, _ port: UInt16 = 0) {
        self.address = address
        self.port = port
    }

    var isIPv6: Bool { address.contains(":") }
    var family: Int32 { isIPv6 ? AF_INET6 : AF_INET }
    /// As programs want it: `127.0.0.1:80`, `[::1]:80`.
    var text: String { isIPv6 ? "[\(address)]:\(port)" : "\(address):\(port)" }

    func withSockaddr<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Result) throws -> Result {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, "\(port)", &hints, &list) == 0, let first = list else { throw Errno.invalidArgument }
        defer { freeaddrinfo(list) }
        return try body(first.pointee.ai_addr, first.pointee.ai_addrlen)
    }

    static func reading(
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) throws -> Void
    ) throws -> Place {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        var service = [CChar](repeating: 0, count: Int(NI_MAXSERV))
        try withUnsafeMutablePointer(to: &storage) {
            try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try body($0, &length)
                getnameinfo(
                    $0, length, &host, socklen_t(host.count), &service, socklen_t(service.count),
                    NI_NUMERICHOST | NI_NUMERICSERV)
            }
        }
        return Place(text(host), UInt16(text(service)) ?? 0)
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
