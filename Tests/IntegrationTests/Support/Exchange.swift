import Glibc
import SystemPackage

/// That a stream brought something else than was sent into it.
struct WrongBytes: Error, CustomStringConvertible {
    var description: String
}

/// Known bytes that go both ways at once over one connection: what comes is compared, and each side finishes sending when
/// it has sent all. It can be done in parts.
struct Exchange: Sendable {
    let socket: TestSocket
    private let sending: KnownBytes
    private let expecting: KnownBytes
    private var sent = 0
    private var hasFinished = false
    private var hasEnded = false
    /// How many bytes have come.
    private(set) var taken = 0

    /// How long there may be no progress, in milliseconds; -1: for ever.
    private let patience: Int32

    init(over socket: TestSocket, sending: KnownBytes, expecting: KnownBytes, patience: Int32 = 60_000) {
        self.socket = socket
        self.patience = patience
        self.sending = sending
        self.expecting = expecting
    }

    /// Goes on to the end of both directions, or until so many bytes have come.
    /// - Throws: `WrongBytes`, also where the stream ends without an error before everything has come; `Errno` where the
    ///   connection broke.
    mutating func run(until limit: Int = .max) throws {
        while !(hasFinished && hasEnded), taken < limit {
            let wanted = Int16(POLLIN) | (hasFinished ? 0 : Int16(POLLOUT))
            var ready = pollfd(fd: socket.descriptor, events: wanted, revents: 0)
            guard try check(poll(&ready, 1, patience)) > 0 else { throw Errno.timedOut }
            if ready.revents & ~Int16(POLLOUT) != 0 { try take() }
            if ready.revents & Int16(POLLOUT) != 0, !hasFinished { try give() }
        }
    }

    private mutating func give() throws {
        let count = sending.withBytes(from: sent) {
            Glibc.send(socket.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        }
        guard let count = try progress(count) else { return }
        sent += count
        guard sent == sending.count else { return }
        hasFinished = true
        try socket.finishSending()
    }

    private mutating func take() throws {
        let (expecting, taken) = (expecting, taken)
        let count = try withUnsafeTemporaryAllocation(byteCount: KnownBytes.reach, alignment: 64) { buffer in
            let result = recv(socket.descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            guard let count = try progress(result) else { return nil as Int? }
            guard expecting.matches(UnsafeRawBufferPointer(rebasing: buffer[..<count]), at: taken) else {
                throw WrongBytes(description: "\(count) bytes from byte \(taken) of \(expecting.count) on are wrong")
            }
            return count
        }
        guard let count else { return }
        self.taken += count
        guard count == 0 else { return }
        hasEnded = true
        guard taken == expecting.count else {
            throw WrongBytes(description: "the stream ended after \(taken) bytes of \(expecting.count)")
        }
    }

    /// What a call that does not wait has done; `nil` where it would have had to wait.
    private func progress(_ result: Int) throws -> Int? {
        do {
            return try check(result)
        } catch Errno.resourceTemporarilyUnavailable {
            return nil
        } catch Errno.interrupted {
            return nil
        }
    }
}
