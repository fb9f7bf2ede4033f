import ArgumentParser
import FairwayNet

/// Sends the smallest frames as fast as they go, in one direction, and says how many were sent.
struct Flood: ParsableCommand {
    /// Ports are what tells the flows apart.
    private static let mostFlows = 50_000

    @Option(help: "The interface to send on.")
    var interface: String

    @Option(help: "The hardware address of the next interface.")
    var hardwareAddress: String

    @Option(help: "The IPv4 address to send from.")
    var source: String

    @Option(help: "The IPv4 address to send to.")
    var address: String

    @Option(help: "The port to send to.")
    var port: UInt16

    @Option(help: "How many flows: source ports.")
    var flows: Int

    @Option(help: "How long to send.")
    var seconds: Int

    func validate() throws {
        guard (1...Self.mostFlows).contains(flows) else {
            throw ValidationError("--flows cannot be \(flows): 1 to \(Self.mostFlows) are possible")
        }
    }

    func run() throws {
        guard let hardware = Frame.hardware(hardwareAddress), let source = IPv4Address(source),
            let destination = IPv4Address(address)
        else { throw BenchError(description: "an address of \(hardwareAddress), \(source), \(address) is none") }
        let frame = Frame(to: hardware, source: source.bytes, destination: destination.bytes, port: port)
        let socket = try FrameSocket(for: frame, interface: interface)
        var sent = 0
        let end = ContinuousClock.now.advanced(by: .seconds(seconds))
        while ContinuousClock.now < end { sent += try socket.send(flows: flows) }
        print("sent: \(sent)")
    }
}
