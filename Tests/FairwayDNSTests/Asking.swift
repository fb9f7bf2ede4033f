import FairwayDNS
import FairwayDNSTestSupport
import Testing

/// What a server with `zones` says to a question, read back from its bytes.
func ask(
    _ zones: ZoneSet, _ name: String, _ type: String, limit: Int = 65_535, options: Reply.Options? = nil
) throws -> Message {
    let question = Question(name: try DomainName(parsing: name), type: RecordType(type) ?? .any)
    let bytes = try Message(header: MessageHeader(id: 7), questions: [question]).encoded()
    let query = try Query(reading: bytes.span)
    var answer = ZoneAnswer()
    zones.answer(bytes.span.extracting(query.name), query.type, into: &answer)
    var reply: [UInt8] = [1, 2, 3]
    Reply(
        answer.responseCode, isAuthoritative: answer.isAuthoritative, options: options, limit: limit
    ).write(to: query, in: bytes.span, answer, from: zones, appendingTo: &reply)
    #expect(reply.count - 3 <= limit)
    return try Message(reading: Array(reply.dropFirst(3)))
}
