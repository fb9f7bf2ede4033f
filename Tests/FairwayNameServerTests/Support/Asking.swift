import FairwayDNS
import FairwayDNSTestSupport
import FairwayNet
import Testing

@testable import FairwayLinux
@testable import FairwayNameServer

/// Asks a responder, without sockets and clocks.
final class Asking {
    var responder: Responder
    var client = Client(address: .v4(IPv4Address(192, 0, 2, 99)), transport: .udp)
    var now = Moment(monotonic: MonotonicTime(milliseconds: 1_000_000), unix: 1_764_000_000)

    init(_ table: AuthorityTable? = nil, settings: NameServerSettings = NameServerSettings(rates: nil)) {
        responder = Responder(settings)
        responder.authority = table.map { Authority($0) }
    }

    /// The bytes that answer a message; `nil` where there are none.
    func answer(to message: [UInt8]) -> [UInt8]? {
        var reply: [UInt8] = [1, 2, 3]
        let outcome = responder.respond(to: message.span, from: client, at: now, appendingTo: &reply)
        guard case .answered = outcome else { return nil }
        return Array(reply.dropFirst(3))
    }

    /// What answers a message, read back.
    func ask(_ message: Message) throws -> Message {
        try Message(reading: try #require(answer(to: try message.encoded())))
    }

    func ask(_ name: String, _ type: RecordType, edns: EDNS? = nil) throws -> Message {
        try ask(try question(name, type, edns: edns))
    }
}

/// A question as clients ask it.
func question(
    _ name: String, _ type: RecordType, class: RecordClass = .internet, opcode: Opcode = .query, edns: EDNS? = nil
) throws -> Message {
    Message(
        header: MessageHeader(id: 0xBEEF, opcode: opcode, flags: .recursionDesired),
        questions: [Question(name: try DomainName(parsing: name), type: type, class: `class`)], edns: edns)
}

/// The two zones of the fixtures, the first with more than fits into a datagram.
func exampleTable(transfer: TransferRules = TransferRules(), keys: [TSIGKey] = []) throws -> AuthorityTable {
    let many = (0..<100).map { "\nmany.example.test. 60 IN A 192.0.2.\($0)" }.joined()
    return AuthorityTable(
        zones: [
            AuthorityTable.Zone(try zone("example.test", exampleLines + many), transfer: transfer),
            AuthorityTable.Zone(try zone("other.test", otherLines)),
        ],
        unready: [try DomainName(parsing: "later.test")], keys: keys)
}
