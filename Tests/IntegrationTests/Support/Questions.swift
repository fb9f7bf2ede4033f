import Synchronization

/// Questions for the address of a name, one after another without a pause until `stop`: by UDP from one socket, and by TCP
/// on a new connection each. Each must be answered with an address.
final class Questions: Sendable {
    struct Tally {
        var datagrams = 0
        var connections = 0
        /// What went wrong, each time.
        var failures: [String] = []
    }

    private let state = Mutex(Tally())
    private let isStopping = Mutex(false)
    private let threads = Mutex<[Thread]>([])

    init(for name: String, to server: Place) throws {
        let socket = try TestSocket(.udp, to: server)
        let datagrams = Thread { [self] in
            go(counting: \.datagrams) { number in
                try socket.send(Self.question(name, number))
                return try socket.receive()
            }
        }
        let connections = Thread { [self] in
            go(counting: \.connections) { number in
                let connection = try TestSocket(.tcp, to: server)
                let question = Self.question(name, number)
                try connection.send([0, UInt8(question.count)] + question)
                let length = try connection.receive(exactly: 2)
                guard length.count == 2 else { return [] }
                return try connection.receive(exactly: Int(length[0]) << 8 | Int(length[1]))
            }
        }
        threads.withLock { $0 = [datagrams, connections] }
    }

    var tally: Tally { state.withLock { $0 } }

    func stop() {
        isStopping.withLock { $0 = true }
        threads.withLock { threads in
            threads.forEach { $0.join() }
            threads = []
        }
    }

    private func go(
        counting count: any WritableKeyPath<Tally, Int> & Sendable, _ exchange: (UInt16) throws -> [UInt8]
    ) {
        var number: UInt16 = 0
        while !isStopping.withLock({ $0 }) {
            number &+= 1
            do {
                let answer = try exchange(number)
                state.withLock {
                    $0[keyPath: count] += 1
                    if !Self.isGood(answer, number) {
                        $0.failures.append("\(number) was answered by \(answer.prefix(12))")
                    }
                }
            } catch {
                state.withLock { $0.failures.append("\(number): \(error)") }
            }
        }
    }

    /// A message (RFC 1035 §4) that asks for the A records of a name.
    private static func question(_ name: String, _ number: UInt16) -> [UInt8] {
        let labels = name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
        let header: [UInt8] = [UInt8(number >> 8), UInt8(number & 0xFF), 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        return header + labels + [0, 0, 1, 0, 1]
    }

    /// Whether it is NOERROR with one record.
    private static func isGood(_ answer: [UInt8], _ number: UInt16) -> Bool {
        answer.count > 12 && answer[0] == UInt8(number >> 8) && answer[1] == UInt8(number & 0xFF)
            && answer[3] & 0x0F == 0 && answer[7] == 1
    }
}
