import FairwayLinux
import ServiceLifecycle
import SystemPackage

/// The messages between the two processes of a handover. It ends with the process at its other end, and when the task
/// that waits for it is cancelled or to shut down.
struct HandoverConversation: Sendable {
    private let socket: PacketSocket
    /// How long each step may take: long enough for a slow disk, short enough for whoever waits in a backlog.
    private static let patience: UInt64 = 30_000

    init(_ socket: PacketSocket) {
        self.socket = socket
    }

    func send(_ messages: [HandoverMessage]) async throws(HandoverFailure) {
        try await wait { () throws(HandoverFailure) in
            do throws(Errno) {
                for message in messages { try socket.send(message.packet, before: Self.deadline) }
            } catch {
                throw HandoverFailure(error)
            }
        }
    }

    func receive() async throws(HandoverFailure) -> HandoverMessage {
        try await wait { () throws(HandoverFailure) in
            let packet: Packet?
            do throws(Errno) { packet = try socket.receive(before: Self.deadline) } catch {
                throw HandoverFailure(error)
            }
            guard let packet else { throw .ended }
            do throws(MalformedPacket) {
                return try HandoverMessage(packet)
            } catch {
                throw .malformed
            }
        }
    }

    func end() { socket.end() }

    private func wait<Value: Sendable>(
        _ body: @escaping @Sendable () throws(HandoverFailure) -> Value
    ) async throws(HandoverFailure) -> Value {
        let result = await withTaskCancellationOrGracefulShutdownHandler {
            await onKernelThread { Result(catching: body) }
        } onCancelOrGracefulShutdown: {
            socket.end()
        }
        return try result.get()
    }

    static var deadline: MonotonicTime { .now.advanced(by: patience) }
}

/// Does on a thread of its own what waits in the kernel: Swift's own threads must not.
func onKernelThread<Value: Sendable>(
    _ body: @escaping @Sendable () -> Result<Value, HandoverFailure>
) async -> Result<Value, HandoverFailure> {
    await withCheckedContinuation { continuation in
        do throws(Errno) {
            _ = try KernelThread(name: "handover") { continuation.resume(returning: body()) }
        } catch {
            continuation.resume(returning: .failure(HandoverFailure(error)))
        }
    }
}

/// Why a handover does not come about: the end of a sentence about the other process.
struct HandoverFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    init(_ error: Errno) {
        switch error {
        case .timedOut: self = HandoverFailure("it took too long")
        case .brokenPipe, .connectionReset: self = .ended
        default: self = HandoverFailure("nothing can be passed between the two: \(error)")
        }
    }

    static let ended = HandoverFailure("it ended before it was done")
    static let malformed = HandoverFailure("what it says is not understood")
}
