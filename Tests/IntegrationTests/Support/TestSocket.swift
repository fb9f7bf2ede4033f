import Glibc
import SystemPackage

/// A blocking socket whose every wait ends after ten seconds, with `Errno.resourceTemporarilyUnavailable`.
final class TestSocket: Sendable {
    enum Kind: CaseIterable { case tcp, udp }

    let descriptor: Int32

    private init(taking descriptor: Int32) {
        self.descriptor = descriptor
        limitWaits(seconds: 10)
    }

    private init(_ kind: Kind, _ place: Place) throws {
        let type = kind == .tcp ? SOCK_STREAM : SOCK_DGRAM
        descriptor = try check(
            socket(place.family, Int32(type.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
        limitWaits(seconds: 10)
    }

    /// A client that is connected to `peer`, from a place of its own if that is given.
    convenience init(_ kind: Kind, to peer: Place, from place: Place? = nil) throws {
        try self.init(kind, peer)
        if let place { try bind(to: place) }
        try check(peer.withSockaddr { connect(descriptor, $0, $1) })
    }

    /// A server: one that listens for connections, or receives datagrams of everybody.
    convenience init(_ kind: Kind, at place: Place) throws {
        try self.init(kind, place)
        try bind(to: place)
        if kind == .tcp { try check(listen(descriptor, 4_096)) }
    }

    deinit { _ = Glibc.close(descriptor) }

    func limitWaits(seconds: Int) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    private func bind(to place: Place) throws {
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, 4)
        try check(place.withSockaddr { Glibc.bind(descriptor, $0, $1) })
    }

    /// The port at this end.
    var port: UInt16 {
        get throws { try Place.reading { try check(getsockname(descriptor, $0, $1)) }.port }
    }

    func accept() throws -> TestSocket {
        let connection = TestSocket(taking: try check(Glibc.accept(descriptor, nil, nil)))
        try check(fcntl(connection.descriptor, F_SETFD, FD_CLOEXEC))
        return connection
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Sends all bytes, or one datagram of them, which may be empty.
    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        repeat {
            let sent = try rest.withUnsafeBytes {
                try check(Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)))
            }
            rest = rest.dropFirst(sent)
        } while !rest.isEmpty
    }

    func send(_ bytes: [UInt8], to peer: Place) throws {
        try check(peer.withSockaddr { sendto(descriptor, bytes, bytes.count, 0, $0, $1) })
    }

    /// What comes next; nothing at the end of a stream or of an empty datagram.
    func receive() throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = try check(recv(descriptor, buffer.baseAddress, buffer.count, 0))
        }
    }

    func receiveText() throws -> String { String(decoding: try receive(), as: UTF8.self) }

    /// Everything up to the end of the stream.
    func receiveToEnd() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while case let next = try receive(), !next.isEmpty { bytes += next }
        return bytes
    }

    func receiveDatagram() throws -> (bytes: [UInt8], sender: Place) {
        var bytes: [UInt8] = []
        let sender = try Place.reading { address, length in
            bytes = try [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                count = try check(recvfrom(descriptor, buffer.baseAddress, buffer.count, 0, address, length))
            }
        }
        return (bytes, sender)
    }

    /// Sends, and receives what comes next.
    func exchange(_ text: String) throws -> String {
        try send(text)
        return try receiveText()
    }

    func finishSending() throws { try check(shutdown(descriptor, Int32(SHUT_WR))) }

    /// The error that the next wait ends with; `nil` where something comes or the stream ends.
    func failure() -> Errno? {
        do {
            _ = try receive()
            return nil
        } catch {
            return error as? Errno
        }
    }
}

@discardableResult
func check<Number: FixedWidthInteger & SignedInteger>(_ result: Number) throws -> Number {
    if result < 0 { throw Errno(rawValue: errno) }
    return result
}
