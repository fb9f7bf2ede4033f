import ArgumentParser
import FairwayDNS
import Glibc

/// Asks a name server over UDP what stands on standard input, as in dnsperf's files, and prints a line for each answer:
/// servers that answer alike print alike.
struct Ask: ParsableCommand {
    @OptionGroup var server: NameServerOptions

    @Option(help: "For how many seconds a question is asked again, until the answer is no failure.")
    var patience = 5

    func run() throws {
        let socket = try QuestionSocket(to: server.address, port: server.port)
        while let line = readLine() { print("\(line): \(try answer(to: try Question(line), from: socket))") }
    }

    private func answer(to question: Question, from socket: QuestionSocket) throws -> String {
        let end = ContinuousClock.now.advanced(by: .seconds(patience))
        var last = "nothing"
        while ContinuousClock.now < end {
            if let message = try socket.ask(question) {
                last = message.summary
                if message.responseCode == .noError || message.responseCode == .nameError { return last }
            }
            usleep(1_000)
        }
        throw BenchError(
            description: "\(server.address):\(server.port) answers \(question.name) \(question.type) with \(last)")
    }
}

/// Where a name server is asked.
struct NameServerOptions: ParsableArguments {
    @Option(help: "The IPv4 address to ask.")
    var address: String

    @Option(help: "The port to ask.")
    var port: UInt16
}

extension Message {
    /// The response code, whether the server is the authority, and the records that answer, in an order of their own.
    var summary: String {
        let records = answers.map(\.description).sorted()
        return ([responseCode.description, header.flags.contains(.authoritative) ? "AA" : "no AA"] + records)
            .joined(separator: "; ")
    }
}

extension Question {
    /// Reads `NAME TYPE`.
    init(_ line: String) throws {
        let words = line.split(separator: " ")
        guard words.count == 2, let name = DomainName(String(words[0])), let type = RecordType(String(words[1])) else {
            throw BenchError(description: "\(line) is no question: write it as www.bench.test A")
        }
        self.init(name: name, type: type)
    }
}
