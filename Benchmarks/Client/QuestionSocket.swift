import FairwayDNS
import Glibc

/// A UDP socket by which one server is asked. It is closed with its owner.
final class QuestionSocket {
    /// How long an answer is waited for, in milliseconds: who is just being started may have lost the question.
    private static let patience = 20
    /// More than an answer without EDNS has (RFC 1035 §4.2.1).
    private static let room = 512

    private let descriptor: Int32
    private var number: UInt16 = 0

    init(to address: String, port: UInt16) throws {
        descriptor = try connectedSocket(.udp, to: address, port: port)
        limitWaiting(of: descriptor, milliseconds: Self.patience)
    }

    deinit { close(descriptor) }

    /// - Returns: the answer; `nil` where none comes in time, or nobody listens.
    func ask(_ question: Question) throws -> Message? {
        number &+= 1
        let query = try Message(header: MessageHeader(id: number), questions: [question]).encoded()
        guard send(descriptor, query, query.count, 0) == query.count else { return nil }
        while true {
            let bytes = [UInt8](unsafeUninitializedCapacity: Self.room) { buffer, count in
                count = max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
            }
            guard !bytes.isEmpty else { return nil }
            let message = try Message(decoding: bytes.span)
            // What was given up before may come late.
            if message.header.id == number { return message }
        }
    }
}
