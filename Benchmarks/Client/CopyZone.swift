import ArgumentParser
import FairwayDNS
import Glibc

/// Has a whole zone transferred (RFC 5936), and prints its records as a zone file.
struct CopyZone: ParsableCommand {
    @OptionGroup var server: NameServerOptions

    @Option(help: "The name of the zone.")
    var zone: DomainName

    func run() throws {
        let descriptor = try connectedSocket(.tcp, to: server.address, port: server.port)
        defer { close(descriptor) }
        let question = Question(name: zone, type: .axfr)
        let query = try Message(header: MessageHeader(id: 1), questions: [question]).encoded()
        let framed = UInt16(query.count).bigEndianBytes + query
        _ = try checked("ask for the zone \(zone)", send(descriptor, framed, framed.count, Int32(MSG_NOSIGNAL)))
        // The second SOA record ends it.
        var starts = 0
        while starts < 2 {
            for record in try nextMessage(from: descriptor).answers {
                if record.type == .soa { starts += 1 }
                if starts < 2 { print(record) }
            }
        }
    }

    private func nextMessage(from descriptor: Int32) throws -> Message {
        let length = try receive(2, from: descriptor)
        let bytes = try receive(Int(length[0]) << 8 | Int(length[1]), from: descriptor)
        let message = try Message(decoding: bytes.span)
        guard message.responseCode == .noError, !message.answers.isEmpty else {
            throw BenchError(
                description: "\(server.address):\(server.port) does not give the zone \(zone): \(message.responseCode)")
        }
        return message
    }

    private func receive(_ count: Int, from descriptor: Int32) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        guard
            try checked("receive the zone \(zone)", recv(descriptor, &bytes, count, Int32(MSG_WAITALL)))
                == count
        else { throw BenchError(description: "the transfer of the zone \(zone) ends early") }
        return bytes
    }
}
