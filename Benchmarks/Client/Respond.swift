import ArgumentParser
import FairwayLinux
import FairwayNet

/// The server of the bench's own clients: what comes by TCP or UDP to one port goes back, what comes to the other is
/// left to the kernel, which drops it as soon as the socket's buffer is full.
struct Respond: ParsableCommand {
    @Option(help: "An IPv4 address to listen on; may be repeated.")
    var address: [String]

    func run() throws {
        _ = try DescriptorLimit.raise()
        var responder = try Responder()
        for text in address {
            let address = try IPAddress(parsing: text)
            try responder.listen(on: address, port: UInt16(Contender.Port.echo))
            try responder.ignore(on: address, port: UInt16(Contender.Port.sink))
        }
        try responder.run()
    }
}
