import FairwayLinux
import FairwayProxy
import Foundation
import Glibc
import SystemPackage

/// The process whose place this one takes.
struct Predecessor: Sendable {
    /// The environment variable that says where it is met.
    static let variable = "FAIRWAY_HANDOVER"

    private let conversation: HandoverConversation

    /// Meets the process that has started this one to hand over to it; `nil` where nobody has.
    ///
    /// - Throws: `CommandError` where it cannot be met.
    static func meet() throws -> Predecessor? {
        guard let path = ProcessInfo.processInfo.environment[variable] else { return nil }
        let socket: PacketSocket
        let user: UInt32
        do throws(Errno) {
            socket = try PacketSocket.connect(to: path)
            user = try socket.peer().user
        } catch {
            throw CommandError("nobody hands over at \(path): \(error); unset \(variable)", exitCode: .unavailable)
        }
        guard user == geteuid() else {
            throw CommandError(
                "\(path) is user \(user)'s, who has nothing to hand over to this process; unset \(variable)",
                exitCode: .notPermitted)
        }
        return Predecessor(conversation: HandoverConversation(socket))
    }

    /// Says hello, and waits until the state folder is free.
    /// - Returns: how many threads its engine has, the API's listening socket, and the name server's sockets, which are the
    ///   caller's.
    func state() async throws -> (threads: Int, socket: BoundSocket, names: [Int32]) {
        try await orSentence { () throws(HandoverFailure) in
            try await conversation.send([.hello(.current, version: Version.current)])
            var names: [Int32] = []
            while true {
                switch try await conversation.receive() {
                case .names(let sockets): names += sockets
                case .state(let threads, let socket): return (threads, BoundSocket(taking: socket), names)
                default: throw .malformed
                }
            }
        }
    }

    /// Has its engine stop, and takes what that leaves.
    func estate() async throws(HandoverFailure) -> ProxyEstate {
        try await conversation.send([.freeze])
        var estate = ProxyEstate()
        while true {
            switch try await conversation.receive() {
            case .estate(let packet):
                do throws(MalformedPacket) { try estate.take(packet) } catch { throw .malformed }
            case .endOfEstate: return estate
            default: throw .malformed
            }
        }
    }

    /// Tells it that this process serves in its place, and waits until it knows.
    func conclude() async throws {
        try await orSentence { () throws(HandoverFailure) in
            try await conversation.send([.serving])
            guard case .farewell = try await conversation.receive() else { throw .malformed }
        }
    }

    /// Lets it go on alone.
    func giveUp() { conversation.end() }

    private func orSentence<Value: Sendable>(
        _ body: () async throws(HandoverFailure) -> Value
    ) async throws -> Value {
        do throws(HandoverFailure) {
            return try await body()
        } catch {
            throw CommandError("cannot take the place of the running process, of which: \(error)")
        }
    }
}
