import Glibc

/// A connected socket that waits for what it asks, at most so long. It is closed with its owner.
final class Conversation {
    /// How long an answer may take over UDP, in milliseconds. (Over TCP nothing is lost.)
    private static let patience = 200
    /// How long a message is.
    private static let size = 64

    private let descriptor: Int32
    private let transport: Transport
    private let bytes: UnsafeMutableRawBufferPointer
    private var number: UInt64

    init(with peer: PeerOptions) throws {
        descriptor = try connectedSocket(peer.transport, to: peer.address, port: peer.port)
        transport = peer.transport
        bytes = .allocate(byteCount: Self.size, alignment: 8)
        number = 0
        bytes.initializeMemory(as: UInt8.self, repeating: 0x2a)
        switch peer.transport {
        case .tcp:
            var one: Int32 = 1
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        case .udp:
            limitWaiting(of: descriptor, milliseconds: Self.patience)
        }
    }

    deinit {
        close(descriptor)
        bytes.deallocate()
    }

    /// Sends a message and waits until it has come back.
    /// - Returns: whether it did in time.
    func exchange() throws -> Bool {
        number += 1
        bytes.storeBytes(of: number, as: UInt64.self)
        _ = try checked("send", send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)))
        var received = 0
        while received < bytes.count {
            let room = UnsafeMutableRawBufferPointer(rebasing: bytes[received...])
            let count = recv(descriptor, room.baseAddress, room.count, 0)
            if count < 0, errno == EAGAIN { return false }
            if try checked("receive", count) == 0 {
                throw BenchError(description: "the connection was closed before the answer was there")
            }
            // A datagram may be one that was given up before.
            let isLate = transport == .udp && bytes.load(as: UInt64.self) != number
            received = isLate ? 0 : received + count
        }
        return true
    }
}

/// - Throws: a `BenchError` when a system call has failed.
func checked<Number: SignedInteger>(_ attempt: String, _ result: Number) throws -> Number {
    guard result >= 0 else { throw BenchError(description: "\(attempt): \(String(cString: strerror(errno)))") }
    return result
}

/// Opens a socket whose other end is fixed.
func connectedSocket(_ transport: Transport, to text: String, port: UInt16) throws -> Int32 {
    let type = transport == .tcp ? SOCK_STREAM : SOCK_DGRAM
    let descriptor = try checked("open a socket", socket(AF_INET, Int32(type.rawValue), 0))
    var address = try internetAddress(text, port: port)
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = try withUnsafePointer(to: &address) {
        try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            try checked("connect to \(text):\(port)", connect(descriptor, $0, length))
        }
    }
    return descriptor
}

/// Has what receives from a socket wait no longer.
func limitWaiting(of descriptor: Int32, milliseconds: Int) {
    var patience = timeval(tv_sec: milliseconds / 1_000, tv_usec: milliseconds % 1_000 * 1_000)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
}

func internetAddress(_ text: String, port: UInt16) throws -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    guard inet_pton(AF_INET, text, &address.sin_addr) == 1 else {
        throw BenchError(description: "\(text) is no IPv4 address: write it as 198.18.0.10")
    }
    return address
}
