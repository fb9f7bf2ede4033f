import FairwayTestSupport
import Glibc
import SystemPackage

/// A UDP client whose every datagram tells what must be in it, so that an answer is right or wrong also where it is late.
struct SoakFlow: Sendable {
    private let socket: TestSocket
    private let target: SoakTarget
    private let source: Place?
    private let id: UInt64
    private var number: UInt64 = 0

    /// Flow, number, and how many bytes come behind them.
    private static let headerSize = 24
    /// How often a datagram is sent until it is answered; each time it has two seconds.
    private static let attempts = 15

    init(to target: SoakTarget, from source: Place?, id: UInt64) throws {
        self.target = target
        self.source = source
        self.id = id
        socket = try TestSocket(.udp, to: target.place, from: source)
        socket.limitWaits(seconds: 2)
    }

    /// Takes another socket on the same port, as a client does that is started again.
    func beginAgain() throws {
        let fresh = try TestSocket(.udp, to: target.place, from: source)
        fresh.limitWaits(seconds: 2)
        // In the place of the old one, which is gone at once, also for those who still refer to it.
        try check(dup2(fresh.descriptor, socket.descriptor))
        try check(fcntl(socket.descriptor, F_SETFD, FD_CLOEXEC))
    }

    /// Sends a datagram, and waits for the same to come back: again and again where the Service must serve everybody, once
    /// where it may be gone.
    mutating func exchange(_ tally: inout SoakTally, using numbers: inout SeededGenerator) throws {
        number += 1
        let datagram = datagram(number, size: Int.random(in: 0...8_000, using: &numbers))
        for _ in 0..<(target.isAlwaysThere ? Self.attempts : 1) {
            if try isAnswered(datagram) {
                tally.datagrams += 1
                return
            }
            tally.datagramsLost += 1
        }
        if target.isAlwaysThere {
            throw SoakFailure("\(target.place.text) answered none of \(Self.attempts) datagrams of one flow")
        }
    }

    private func isAnswered(_ datagram: [UInt8]) throws -> Bool {
        do {
            try socket.send(datagram)
            while true {
                // Before it stand the server's name and a colon.
                let answer = Array(try socket.receive().dropFirst(2))
                if answer == datagram { return true }
                // Else it is the answer to an earlier datagram that was sent twice, or a wrong one.
                guard answer == self.datagram(like: answer) else {
                    throw SoakFailure("a flow to \(target.place.text) got \(answer.count) bytes that are not its own")
                }
            }
        } catch Errno.resourceTemporarilyUnavailable {
            return false
        } catch Errno.connectionRefused {
            return false
        }
    }

    private func datagram(_ number: UInt64, size: Int) -> [UInt8] {
        let header = [id, number, UInt64(size)].flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) }
        return header + KnownBytes(start: Int(number &* 7_919 % 1_000_003), count: size).bytes
    }

    /// The datagram of this flow that has the number and size of another one.
    private func datagram(like other: [UInt8]) -> [UInt8]? {
        guard other.count >= Self.headerSize else { return nil }
        let number = other[8..<16].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard number < self.number else { return nil }
        return datagram(number, size: other.count - Self.headerSize)
    }
}
