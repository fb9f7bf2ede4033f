import ArgumentParser

/// Sends 64 bytes and waits for them to come back, again and again on one socket, and says how long that takes.
struct Ping: ParsableCommand {
    private static let warmUp = 100

    @OptionGroup var peer: PeerOptions

    @Option(help: "End after so many exchanges.")
    var exchanges: Int?

    @Option(help: "End after so many seconds.")
    var seconds: Int = 10

    func run() throws {
        let conversation = try Conversation(with: peer)
        for _ in 0..<Self.warmUp { _ = try conversation.exchange() }
        var (times, lost) = (Measurements(), 0)
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: .seconds(seconds))
        while times.count < exchanges ?? .max, clock.now < end {
            let start = clock.now
            // What is lost has taken at least as long as it was waited for.
            if try !conversation.exchange() { lost += 1 }
            times.add((clock.now - start) / .microseconds(1))
        }
        print("exchanges: \(times.count)\nlost: \(lost)")
        print("p50 µs: \(times.quantile(0.5).rounded1)\np99 µs: \(times.quantile(0.99).rounded1)")
    }
}
