import FairwayLinux
import FairwayNet
import SystemPackage

/// A TCP connection, in the thread that took it.
final class Connection {
    let descriptor: OwnedDescriptor
    let client: Client
    /// Tells it from an earlier one with the same descriptor.
    let serial: UInt32
    var questions = MessageFrames()
    /// Answers, each behind its length, of which the first `sent` bytes are on their way.
    var answers: [UInt8] = []
    var sent = 0
    var transfer: Transfer?
    /// Whether the client sends nothing more.
    var isFinished = false
    var interest: Readiness = .readable
    /// When there was a whole question last, or answers that waited were taken.
    var lastProgress: MonotonicTime

    init(_ descriptor: consuming OwnedDescriptor, client: Client, serial: UInt32, now: MonotonicTime) {
        self.descriptor = descriptor
        self.client = client
        self.serial = serial
        lastProgress = now
    }

    /// Whether it waits for its client to take answers.
    var isBlocked: Bool { sent < answers.count }

    /// Whether it has nothing to do before its client sends more.
    var isWaiting: Bool { !isBlocked && transfer == nil && !questions.hasMessage }

    /// Takes no more questions: nothing that is none is sent in good faith. What was asked before is answered.
    func abandon() {
        questions = MessageFrames()
        isFinished = true
    }

    /// Writes what the kernel takes.
    /// - Returns: whether the connection still is one.
    func flush(now: MonotonicTime) -> Bool {
        while isBlocked {
            do throws(Errno) {
                let answers = answers
                let progress = try answers.span.withUnsafeBytes { bytes throws(Errno) in
                    try Socket.write(to: descriptor.number, from: UnsafeRawBufferPointer(rebasing: bytes[sent...]))
                }
                guard case .done(let count) = progress else { return true }
                sent += count
            } catch {
                return false
            }
        }
        guard sent > 0 else { return true }
        (sent, lastProgress) = (0, now)
        answers.removeAll(keepingCapacity: answers.capacity <= Self.keptCapacity)
        return true
    }

    /// How much memory a connection keeps between answers.
    private static let keptCapacity = 4_096
}
