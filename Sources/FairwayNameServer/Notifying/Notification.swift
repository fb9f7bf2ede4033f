import FairwayDNS

/// A message that tells a secondary that a zone has changed (RFC 1996 §3.7), and what answers it.
struct Notification: Sendable {
    /// What is sent.
    let bytes: [UInt8]
    private let session: TSIGSession?

    /// One with an id that nobody can guess, signed at `now` seconds since 1970 where there is a key.
    init(of zone: DomainName, id: UInt16, key: TSIGKey?, at now: UInt64) throws(WireError) {
        var bytes = try Message(
            header: MessageHeader(id: id, opcode: .notify, flags: .authoritative),
            questions: [Question(name: zone, type: .soa)]
        ).encoded()
        var session = key.map { TSIGSession(key: $0) }
        try session?.signRequest(&bytes, at: now)
        self.bytes = bytes
        self.session = session
    }

    /// Whether a message answers it, and is signed if it was.
    func isAnswered(by answer: [UInt8], at now: UInt64) -> Bool {
        do {
            let header = try Message(decoding: answer.span).header
            guard header.isResponse, header.opcode == .notify, answer[..<2] == bytes[..<2] else { return false }
            var session = session
            try session?.verifyAnswer(answer, at: now)
            return true
        } catch {
            return false
        }
    }
}
