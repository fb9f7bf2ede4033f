import FairwayDNS
import FairwayDNSTestSupport
import Testing

@Suite("Queries")
struct QueryTests {
    private func query(_ bytes: [UInt8]) throws(Query.Failure) -> Query { try Query(reading: bytes.span) }

    /// A question for `a. A IN`.
    private let question: [UInt8] = [1, 0x61, 0, 0, 1, 0, 1]

    private func header(_ counts: [UInt8] = [1, 0, 0, 0], flags: UInt8 = 0) -> [UInt8] {
        [0x12, 0x34, flags, 0] + counts.flatMap { [0, $0] as [UInt8] }
    }

    @Test("a question is read in its place")
    func reads() throws {
        let bytes = header(flags: 1) + question
        let query = try query(bytes)
        #expect(query.header == MessageHeader(id: 0x1234, flags: .recursionDesired))
        #expect(query.name == 12..<15 && query.type == .a && query.class == .internet)
        #expect(query.options == nil && query.signatureStart == nil)
    }

    @Test("what answers, and what has no header, is ignored")
    func ignored() {
        for bytes in [[], Array(header().dropLast()), header(flags: 0x80) + question] as [[UInt8]] {
            #expect(throws: Query.Failure.ignored) { try query(bytes) }
        }
    }

    @Test("what cannot be read is malformed")
    func malformed() {
        let opt: [UInt8] = [0, 0, 41, 2, 0, 0, 0, 0, 0, 0, 0]
        let cases: [[UInt8]] = [
            header([2, 0, 0, 0]) + question + question, header(), header() + question.dropLast(),
            header() + question + [0],
            header() + [0xC0, 12, 0, 1, 0, 1], header() + [0xC0, 2, 0, 1, 0, 1], header() + [0x41, 0, 0, 1, 0, 1],
            header([1, 0, 0, 2]) + question + opt + opt, header([1, 0, 1, 0]) + question + opt,
            header([1, 1, 0, 0]) + question, header([1, 0, 0, 1]) + question + [1, 0x61] + opt,
            header([1, 0, 0, 1]) + question + opt.dropLast() + [5, 0, 10, 0, 1, 0],
            header([1, 0, 0, 1]) + question + opt.dropLast() + [4, 0, 3, 0, 1],
        ]
        for bytes in cases {
            #expect(throws: Query.Failure.malformed(MessageHeader(id: 0x1234)), "\(bytes)") { try query(bytes) }
        }
    }

    @Test("a query may have no question, and options of its client")
    func options() throws {
        let options: [UInt8] = [0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 3, 0, 0, 0, 8, 0, 1, 9]
        let opt: [UInt8] = [0, 0, 41, 4, 0xD0, 0, 0, 0x80, 0, 0, UInt8(options.count)]
        let query = try query(header([0, 0, 0, 1]) + opt + options)
        #expect(query.name.isEmpty)
        #expect(
            query.options
                == Query.Options(
                    udpPayloadSize: 1232, version: 0, isDNSSECOK: true, cookie: Cookie(client: 0x0102_0304_0506_0708),
                    asksForNSID: true))
    }

    @Test("a signature is found where it begins")
    func signature() throws {
        let tsig: [UInt8] = [1, 0x6B, 0, 0, 250, 0, 255, 0, 0, 0, 0, 0, 0]
        #expect(try query(header([1, 0, 0, 1]) + question + tsig).signatureStart == 19)
        #expect(throws: Query.Failure.self) { try query(header([1, 0, 0, 2]) + question + tsig + tsig) }
    }
}
