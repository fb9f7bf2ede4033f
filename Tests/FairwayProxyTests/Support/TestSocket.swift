import FairwayNet
import Glibc
import SystemPackage

/// A blocking socket whose every wait ends after ten seconds, with `Errno.resourceTemporarilyUnavailable`.
final class TestSocket: Sendable {
    let descriptor: Int32

    private init(taking descriptor: Int32) {
        self.descriptor = descriptor
        limitWaits(seconds: 10)
    }

    init(_ transport: TransportProtocol, _ family: AddressFamily = .ipv4) throws {
        let type = transport == .tcp ? SOCK_STREAM : SOCK_DGRAM
        descriptor = try check(
            socket(family == .ipv4 ? AF_INET : AF_INET6, Int32(type.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
        limitWaits(seconds: 10)
    }

    /// A socket that is connected to `peer`.
    convenience init(_ transport: TransportProtocol, to peer: SocketAddress) throws {
        try self.init(transport, peer.address.family)
        try connect(to: peer)
    }

    /// Two ends of one connection inside this process, not blocking. The kernel makes small buffers as small as it can.
    static func pair(bufferSize: Int32 = 200_000) throws -> (TestSocket, TestSocket) {
        var ends: [Int32] = [-1, -1]
        let type = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        try check(socketpair(AF_UNIX, Int32(type), 0, &ends))
        var size = bufferSize
        for end in ends { setsockopt(end, SOL_SOCKET, SO_SNDBUF, &size, 4) }
        return (TestSocket(taking: ends[0]), TestSocket(taking: ends[1]))
    }

    deinit {
        _ = Glibc.close(descriptor)
    }

    func limitWaits(seconds: Int) { limitWaits(milliseconds: 1_000 * seconds) }

    func limitWaits(milliseconds: Int) {
        var time = timeval(tv_sec: milliseconds / 1_000, tv_usec: milliseconds % 1_000 * 1_000)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    func bind(to address: SocketAddress, sharing: Bool = false) throws {
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, sharing ? SO_REUSEPORT : SO_REUSEADDR, &on, 4)
        try check(address.withSockaddr { Glibc.bind(descriptor, $0, $1) })
    }

    func listen(backlog: Int32 = 4_096) throws {
        try check(Glibc.listen(descriptor, backlog))
    }

    func accept() throws -> TestSocket {
        TestSocket(taking: try check(Glibc.accept(descriptor, nil, nil)))
    }

    func connect(to peer: SocketAddress) throws {
        try check(peer.withSockaddr { Glibc.connect(descriptor, $0, $1) })
    }

    var localAddress: SocketAddress {
        get throws {
            try .reading { try check(getsockname(descriptor, $0, $1)) }
        }
    }

    func send(_ bytes: some Collection<UInt8>) throws {
        let bytes = Array(bytes)
        var sent = 0
        repeat {
            sent += try sendOnce(bytes[sent...])
        } while sent < bytes.count
    }

    /// Sends as much as the kernel takes in one call.
    func sendOnce(_ bytes: ArraySlice<UInt8>) throws -> Int {
        try bytes.withUnsafeBytes {
            try check(Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)))
        }
    }

    func send(_ text: String) throws { try send(text.utf8) }

    /// Sends one byte as TCP's urgent data.
    func sendUrgent(_ byte: UInt8) throws {
        _ = try check(Glibc.send(descriptor, [byte], 1, Int32(MSG_OOB)))
    }

    /// What comes next, at most `count` bytes; none at the end of a stream or of an empty datagram.
    func receive(_ count: Int = 65_536) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, received in
            received = try check(recv(descriptor, buffer.baseAddress, buffer.count, 0))
        }
    }

    /// Exactly so many bytes, or fewer at the end of the stream.
    func receiveAll(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let next = try receive(count - bytes.count)
            if next.isEmpty { break }
            bytes += next
        }
        return bytes
    }

    func receiveText() throws -> String { String(decoding: try receive(), as: UTF8.self) }

    func receiveDatagram() throws -> (bytes: [UInt8], sender: SocketAddress) {
        var bytes: [UInt8] = []
        let sender = try SocketAddress.reading { address, length in
            bytes = try [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, received in
                received = try check(recvfrom(descriptor, buffer.baseAddress, buffer.count, 0, address, length))
            }
        }
        return (bytes, sender)
    }

    func send(_ bytes: [UInt8], to peer: SocketAddress) throws {
        try check(peer.withSockaddr { sendto(descriptor, bytes, bytes.count, 0, $0, $1) })
    }

    func shutdownWrite() throws { try check(shutdown(descriptor, Int32(SHUT_WR))) }

    /// Ends every wait in other threads, at once.
    func shutdownAll() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Makes the coming close send RST.
    func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }
}

@discardableResult
func check<Number: FixedWidthInteger & SignedInteger>(_ result: Number) throws -> Number {
    if result < 0 { throw Errno(rawValue: errno) }
    return result
}
