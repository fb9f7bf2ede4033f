internal import CFairwayLinux
internal import Glibc
package import SystemPackage

/// One end of a conversation with another process of this machine: packets, each with bytes and descriptors (unix(7),
/// SOCK_SEQPACKET and SCM_RIGHTS).
///
/// Its methods block: they are for a thread of their own. `end` may be called by any.
package final class PacketSocket: Sendable {
    private let descriptor: OwnedDescriptor

    /// How many descriptors one packet may carry.
    package static let descriptorLimit = Int(fairway_passed_capacity)
    /// How many bytes one packet may have: less than the kernel's usual buffer (net.core.wmem_default).
    package static let byteLimit = 64 << 10

    fileprivate init(_ descriptor: consuming OwnedDescriptor) {
        self.descriptor = descriptor
    }

    /// Connects to a listener.
    package static func connect(to path: String) throws(Errno) -> PacketSocket {
        let socket = PacketSocket(try Socket.open(family: AF_UNIX, type: SOCK_SEQPACKET))
        _ = try retrying { fairway_connect_path(socket.descriptor.number, path) }
        return socket
    }

    /// Who was at the other end when the connection was made.
    package func peer() throws(Errno) -> (user: UInt32, process: Int32) {
        var peer: (user: UInt32, process: Int32) = (0, 0)
        _ = try retrying { fairway_peer(descriptor.number, &peer.user, &peer.process) }
        return peer
    }

    /// Sends a packet. The descriptors stay open here.
    /// - Throws: `Errno.timedOut` where it is not taken before `deadline`, `Errno.brokenPipe` when the other end is gone.
    package func send(_ packet: Packet, before deadline: MonotonicTime) throws(Errno) {
        while true {
            let progress = try attempting {
                packet.bytes.withUnsafeBytes { bytes in
                    packet.descriptors.withUnsafeBufferPointer {
                        fairway_send_packet(
                            descriptor.number, bytes.baseAddress, bytes.count, $0.baseAddress, Int32($0.count))
                    }
                }
            }
            if case .done = progress { return }
            _ = try retrying { fairway_wait_writable(descriptor.number, deadline.timeout) }
        }
    }

    /// Waits for a packet; `nil` at the end of the conversation. Its descriptors are the caller's.
    /// - Throws: `Errno.timedOut` where none comes before `deadline`.
    package func receive(before deadline: MonotonicTime) throws(Errno) -> Packet? {
        while true {
            _ = try retrying { fairway_wait_readable([descriptor.number], 1, deadline.timeout) }
            var packet = Packet(bytes: [])
            guard case .done(let count) = try take(&packet) else { continue }
            return count == 0 ? nil : packet
        }
    }

    private func take(_ packet: inout Packet) throws(Errno) -> Progress<Int> {
        var bytes = [UInt8](repeating: 0, count: Self.byteLimit)
        var passed = [Int32](repeating: -1, count: Self.descriptorLimit)
        var passedCount: Int32 = 0
        let progress: Progress<Int>
        do throws(Errno) {
            progress = try attempting {
                fairway_receive_packet(descriptor.number, &bytes, bytes.count, &passed, &passedCount)
            }
        } catch {
            passed.prefix(Int(passedCount)).forEach { OwnedDescriptor.close($0) }
            throw error
        }
        if case .done(let count) = progress {
            packet = Packet(bytes: Array(bytes.prefix(count)), descriptors: Array(passed.prefix(Int(passedCount))))
        }
        return progress
    }

    /// Ends the conversation, and whatever wait for it there is.
    package func end() {
        // The one failure is that it has ended.
        _ = fairway_shutdown(descriptor.number)
    }
}

/// What is sent at once.
package struct Packet: Sendable {
    /// At least one: an empty packet is the end of the conversation.
    package var bytes: [UInt8]
    /// In memory that cannot own them: whoever has received them closes them.
    package var descriptors: [Int32]

    package init(bytes: [UInt8], descriptors: [Int32] = []) {
        self.bytes = bytes
        self.descriptors = descriptors
    }
}

/// Where another process of the same user can begin a conversation: a file that is gone with the listener.
package final class PacketListener: Sendable {
    private let descriptor: OwnedDescriptor
    private let path: String

    /// Listens at a path, in the place of whatever socket an earlier process left there.
    package init(path: String) throws(Errno) {
        let descriptor = try Socket.open(family: AF_UNIX, type: SOCK_SEQPACKET)
        unlink(path)
        _ = try retrying { fairway_bind_private(descriptor.number, path) }
        self.descriptor = descriptor
        self.path = path
        _ = try retrying { fairway_listen(self.descriptor.number, 1) }
    }

    deinit {
        unlink(path)
    }

    /// Waits for somebody to connect.
    /// - Returns: `nil` where `process` ended before.
    /// - Throws: `Errno.timedOut` where nobody came before `deadline`.
    package func accept(from process: ChildProcess, before deadline: MonotonicTime) throws(Errno) -> PacketSocket? {
        let descriptors = [descriptor.number, process.descriptor]
        guard try retrying({ fairway_wait_readable(descriptors, 2, deadline.timeout) }) == 0 else { return nil }
        var peer = KernelAddress()
        guard let connection = try Socket.accept(from: descriptor.number, peer: &peer) else { throw .connectionAbort }
        return PacketSocket(connection)
    }

    /// Ends the wait of another thread, with an error.
    package func end() {
        _ = fairway_shutdown(descriptor.number)
    }
}

extension MonotonicTime {
    /// The milliseconds that are left.
    fileprivate var timeout: Int32 { Int32(clamping: MonotonicTime.now.milliseconds(until: self)) }
}
