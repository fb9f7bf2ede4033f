import ArgumentParser
import FairwayLinux
import Glibc

/// Opens many connections, or UDP flows, each of which has carried a message to the server and back, and keeps them
/// until it is ended.
struct Hold: ParsableCommand {
    private static let tries = 10

    @OptionGroup var peer: PeerOptions

    @Option(help: "How many.")
    var count: Int

    func run() throws {
        _ = try DescriptorLimit.raise()
        let held = try (1...count).map { number in
            let conversation = try Conversation(with: peer)
            let isAnswered = try (1...Self.tries).contains { _ in try conversation.exchange() }
            guard isAnswered else { throw BenchError(description: "flow \(number) of \(count) gets no answer") }
            return conversation
        }
        print("held")
        fflush(nil)
        withExtendedLifetime(held) { while true { pause() } }
    }
}
