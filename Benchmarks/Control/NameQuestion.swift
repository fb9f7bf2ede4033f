import FairwayDNS
import Glibc

/// Asks a name server for the address of a name, by UDP, until it has one.
final class NameQuestion {
    /// How long one answer may take, in microseconds.
    private static let patience = 200_000
    /// How long a name may take to have an address.
    private static let limit = Duration.seconds(60)
    /// How long there is between an answer and the next question, in microseconds.
    private static let pause: UInt32 = 500

    private let descriptor: Int32
    private var number: UInt16 = 0

    init(to address: String, port: UInt16) throws {
        descriptor = try checked("open a socket", socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0))
        var patience = timeval(tv_sec: 0, tv_usec: Self.patience)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var peer = try internetAddress(address, port: port)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = try withUnsafePointer(to: &peer) {
            try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try checked("connect to \(address):\(port)", connect(descriptor, $0, length))
            }
        }
    }

    deinit {
        close(descriptor)
    }

    /// Asks until there is an answer with a record.
    func waitForAddress(of name: String) throws {
        let name = try DomainName(parsing: name)
        let end = ContinuousClock.now + Self.limit
        while ContinuousClock.now < end {
            if try ask(name) { return }
            usleep(Self.pause)
        }
        throw BenchError(description: "\(name) has no address within \(Self.limit)")
    }

    private func ask(_ name: DomainName) throws -> Bool {
        number &+= 1
        let question = Message(header: MessageHeader(id: number), questions: [Question(name: name, type: .a)])
        let bytes = try question.encoded()
        _ = try checked("send", send(descriptor, bytes, bytes.count, 0))
        var answer = [UInt8](repeating: 0, count: 1_500)
        let count = recv(descriptor, &answer, answer.count, 0)
        if count < 0, errno == EAGAIN { return false }
        answer.removeLast(answer.count - (try checked("receive", count)))
        let message = try Message(decoding: answer.span)
        return message.header.id == number && !message.answers.isEmpty
    }
}
