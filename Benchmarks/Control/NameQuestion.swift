import FairwayDNS
import Glibc

/// Asks a name server for the address of a name, by UDP, until it has one.
struct NameQuestion {
    /// How long a name may take to have an address.
    private static let limit = Duration.seconds(60)
    /// How long there is between an answer and the next question, in microseconds.
    private static let pause: UInt32 = 500

    private let socket: QuestionSocket

    init(to address: String, port: UInt16) throws {
        socket = try QuestionSocket(to: address, port: port)
    }

    /// Asks until there is an answer with a record.
    func waitForAddress(of name: String) throws {
        let question = Question(name: try DomainName(parsing: name), type: .a)
        let end = ContinuousClock.now + Self.limit
        while ContinuousClock.now < end {
            if let answer = try socket.ask(question), !answer.answers.isEmpty { return }
            usleep(Self.pause)
        }
        throw BenchError(description: "\(name) has no address within \(Self.limit)")
    }
}
