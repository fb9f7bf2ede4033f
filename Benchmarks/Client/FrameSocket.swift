import Glibc

/// Sends frames past the kernel's own UDP (packet(7)). It is closed with its owner.
final class FrameSocket {
    /// The first of the ports that flows come from.
    private static let firstPort = 10_000
    private static let batch = 64

    private let descriptor: Int32
    private let frame: UnsafeMutableRawBufferPointer
    private var next: Int

    /// - Throws: where the process may not make such a socket, or there is no such interface.
    init(for frame: Frame, interface: String) throws {
        let descriptor = try checked("open a packet socket", socket(AF_PACKET, Int32(SOCK_RAW.rawValue), 0))
        self.descriptor = descriptor
        self.frame = .allocate(byteCount: frame.bytes.count, alignment: 8)
        next = 0
        self.frame.copyBytes(from: frame.bytes)
        var address = try PacketAddress(interface: interface)
        let length = socklen_t(MemoryLayout<PacketAddress>.size)
        _ = try withUnsafePointer(to: &address) {
            try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try checked("bind to \(interface)", bind(descriptor, $0, length))
            }
        }
    }

    deinit {
        close(descriptor)
        frame.deallocate()
    }

    /// Sends a batch, each frame the next of so many flows'.
    /// - Returns: how many the kernel took.
    func send(flows: Int) throws -> Int {
        var sent = 0
        for _ in 0..<Self.batch {
            let port = UInt16(Self.firstPort + next)
            next = next + 1 < flows ? next + 1 : 0
            frame.storeBytes(of: port.bigEndian, toByteOffset: Frame.sourcePortOffset, as: UInt16.self)
            let count = Glibc.send(descriptor, frame.baseAddress, frame.count, 0)
            // Where the interface's queue is full, a frame is not sent.
            if count < 0, errno == ENOBUFS || errno == EAGAIN { continue }
            _ = try checked("send frames", count)
            sent += 1
        }
        return sent
    }
}

/// struct sockaddr_ll of packet(7), which Swift does not import.
private struct PacketAddress {
    var family = UInt16(AF_PACKET)
    /// None: nothing is to be received.
    var networkProtocol: UInt16 = 0
    var interface: Int32
    var hardware: (type: UInt16, packet: UInt8, length: UInt8) = (0, 0, 0)
    var address: UInt64 = 0

    init(interface name: String) throws {
        interface = Int32(if_nametoindex(name))
        guard interface > 0 else { throw BenchError(description: "there is no interface \(name)") }
    }
}
