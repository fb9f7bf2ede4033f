import FairwayDNSTestSupport
import FairwayLinux
import FairwayNet
import Glibc
import SystemPackage

/// A client that sends what bytes it likes. Its waits end after 30 seconds with an error.
final class RawClient {
    private let descriptor: OwnedDescriptor
    private var received: [UInt8] = []

    init(_ transport: TransportProtocol, to address: SocketAddress, receiveBuffer: Int32? = nil) throws {
        let address = KernelAddress(address)
        descriptor =
            switch transport {
            case .tcp: try Socket.connectStream(to: address)
            case .udp: try Socket.connectDatagram(to: address)
            }
        guard fcntl(descriptor.number, F_SETFL, 0) == 0 else { throw Errno(rawValue: errno) }
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor.number, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        if var receiveBuffer { setsockopt(descriptor.number, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4) }
    }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Errno(rawValue: errno) }
            sent += count
        }
    }

    /// Sends a message behind its length.
    func sendMessage(_ bytes: [UInt8]) throws {
        try send([UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes)
    }

    /// What comes next: a datagram, or some of a stream; nothing at its end, also where it was cut.
    func receive() throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor.number, &bytes, bytes.count, 0)
        if count < 0, errno == ECONNRESET || errno == EPIPE { return [] }
        guard count >= 0 else { throw Errno(rawValue: errno) }
        return Array(bytes[..<count])
    }

    /// The next message of a stream; `nil` at its end.
    func receiveMessage() throws -> [UInt8]? {
        while true {
            if received.count >= 2 {
                let length = Int(received[0]) << 8 | Int(received[1])
                if received.count >= 2 + length {
                    defer { received.removeFirst(2 + length) }
                    return Array(received[2..<(2 + length)])
                }
            }
            let more = try receive()
            if more.isEmpty { return nil }
            received += more
        }
    }

    func shutdownWrite() { _ = shutdown(descriptor.number, Int32(SHUT_WR)) }
}

/// Waits until a condition holds, at most a minute.
func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw ProgramFailure(description: "never: \(what)") }
        try await Task.sleep(for: .milliseconds(20))
    }
}
