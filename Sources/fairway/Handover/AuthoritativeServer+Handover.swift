import FairwayLinux
import FairwayNameServer

extension AuthoritativeServer {
    /// How long TCP connections may take to come to their end. Clients that keep one open without an end open another one
    /// when it is closed (RFC 7766 §6.2.4).
    private static let patience: Duration = .seconds(2)

    /// Leaves what comes to the process that reads the same sockets, answers what has come already, and closes everything.
    func finish() async {
        await freeze()
        let deadline = ContinuousClock.now + Self.patience
        while await counters().openConnections > 0, ContinuousClock.now < deadline, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(100))
        }
        await close()
    }
}

extension HandoverMessage {
    /// A name server's sockets, in as many packets as it takes.
    static func names(of server: AuthoritativeServer?) -> [HandoverMessage] {
        let numbers = server?.socketNumbers ?? []
        return stride(from: 0, to: numbers.count, by: PacketSocket.descriptorLimit).map {
            .names(Array(numbers[$0..<min($0 + PacketSocket.descriptorLimit, numbers.count)]))
        }
    }
}
