import FairwayLinux
import FairwayNameServer
import FairwayProxy
import Foundation
import Glibc
import ServiceLifecycle
import SystemPackage

/// The process that is to take this one's place.
struct Successor: Sendable {
    private let process: ChildProcess
    private let conversation: HandoverConversation
    /// The one that speaks: what was executed may be a script that has started it.
    private let number: Int32

    /// How long the new program may take to say that it is there: it has only to read its settings.
    private static let patience: UInt64 = 10_000

    /// Executes the program, and waits until it says that it is there.
    static func start(_ executable: Executable, meetingAt path: String) async throws(HandoverFailure) -> Successor {
        let (listener, process) = try spawn(executable, meetingAt: path)
        do throws(HandoverFailure) {
            let socket = try await connection(at: listener, from: process)
            let number = try peer(of: socket)
            let conversation = HandoverConversation(socket)
            guard case .hello(let layout, let version) = try await conversation.receive() else {
                throw HandoverFailure.malformed
            }
            guard layout == .current else {
                throw HandoverFailure(
                    "its version \(version) hands over by layout \(layout) and this one by \(HandoverLayout.current); stop "
                        + "this one and start that")
            }
            return Successor(process: process, conversation: conversation, number: number)
        } catch {
            _ = process.kill()
            throw error
        }
    }

    private static func spawn(
        _ executable: Executable, meetingAt path: String
    ) throws(HandoverFailure) -> (PacketListener, ChildProcess) {
        let listener: PacketListener
        do throws(Errno) { listener = try PacketListener(path: path) } catch {
            throw HandoverFailure("it cannot be met at \(path): \(error)")
        }
        do throws(Errno) {
            let process = try ChildProcess(
                path: executable.path, arguments: executable.arguments,
                environment: executable.environment + ["\(Predecessor.variable)=\(path)"])
            return (listener, process)
        } catch {
            throw HandoverFailure("it cannot be executed: \(error)")
        }
    }

    private static func connection(
        at listener: PacketListener, from process: ChildProcess
    ) async throws(HandoverFailure) -> PacketSocket {
        let result = await withTaskCancellationOrGracefulShutdownHandler {
            await onKernelThread { () -> Result<PacketSocket?, HandoverFailure> in
                do throws(Errno) {
                    return .success(try listener.accept(from: process, before: .now.advanced(by: patience)))
                } catch .timedOut {
                    return .failure(HandoverFailure("it did not answer within \(patience / 1_000) seconds"))
                } catch {
                    return .failure(HandoverFailure(error))
                }
            }
        } onCancelOrGracefulShutdown: {
            listener.end()
        }
        if let socket = try result.get() { return socket }
        throw HandoverFailure("it ended at once; what it said stands above")
    }

    private static func peer(of socket: PacketSocket) throws(HandoverFailure) -> Int32 {
        let peer: (user: UInt32, process: Int32)
        do throws(Errno) { peer = try socket.peer() } catch { throw HandoverFailure(error) }
        guard peer.user == geteuid() else { throw HandoverFailure("user \(peer.user) answered for it") }
        return peer.process
    }

    /// Gives it the state folder, which must be free, with the API's and the name server's sockets, and then the engine's.
    /// The engine is frozen afterwards, however it went; the name server goes on.
    func take(
        _ socket: BoundSocket, _ nameServer: AuthoritativeServer?, from engine: ProxyEngine
    ) async throws(HandoverFailure) {
        let names = HandoverMessage.names(of: nameServer)
        try await conversation.send(names + [.state(threads: await engine.threadCount, socket: socket.number)])
        guard case .freeze = try await conversation.receive() else { throw .malformed }
        let estate = await engine.freeze()
        try await conversation.send(estate.packets().map(HandoverMessage.estate) + [.endOfEstate])
        guard case .serving = try await conversation.receive() else { throw .malformed }
        ServiceNotification.mainProcess(number)
        try await conversation.send([.farewell])
        process.release()
    }

    /// Ends it, and waits until it has let go of everything.
    func kill() { _ = process.kill() }
}
