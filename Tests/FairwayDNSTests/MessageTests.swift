import FairwayDNS
import FairwayDNSTestSupport
import Testing

@Suite("Messages")
struct MessageTests {
    /// The example of RFC 1035 §4.1.4 and more: `F.ISI.ARPA`, `FOO.F.ISI.ARPA` and the root.
    @Test("names share their ends, and no name is compressed where that is not allowed")
    func compression() throws {
        let host = try DomainName(parsing: "F.ISI.ARPA")
        let message = Message(
            header: MessageHeader(id: 1), questions: [Question(name: host, type: .ns)],
            answers: [
                ResourceRecord(
                    owner: try host.prepending("FOO"), ttl: 1, data: .ns(try DomainName(parsing: "x.F.ISI.ARPA"))),
                ResourceRecord(
                    owner: .root, ttl: 1,
                    data: .srv(ServiceLocation(priority: 0, weight: 0, port: 1, target: host))),
            ])
        let bytes = try message.encoded()
        let expected: [UInt8] =
            [0, 1, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0]
            + [1, 0x46, 3, 0x49, 0x53, 0x49, 4, 0x41, 0x52, 0x50, 0x41, 0, 0, 2, 0, 1]
            + [3, 0x46, 0x4F, 0x4F, 0xC0, 12, 0, 2, 0, 1, 0, 0, 0, 1, 0, 4, 1, 0x78, 0xC0, 12]
            + [0, 0, 33, 0, 1, 0, 0, 0, 1, 0, 18, 0, 0, 0, 0, 0, 1]
            + [1, 0x46, 3, 0x49, 0x53, 0x49, 4, 0x41, 0x52, 0x50, 0x41, 0]
        #expect(bytes == expected)
        #expect(try Message(reading: bytes) == message)
    }

    @Test(
        "pointers lead backwards or are refused",
        arguments: [
            ([0xC0, 12], .badPointer), ([0xC0, 14], .badPointer), ([0xC0, 0], .badPointer), ([0xC0, 4], .badPointer),
            ([1, 0x61, 0xC0, 12], .badPointer), ([0xC0], .endsEarly), ([0xFF, 0xFF], .badPointer),
            ([0x40], .reservedLabel), ([0x80, 0], .reservedLabel), ([5, 0x61], .endsEarly), ([], .endsEarly),
            (Array(repeating: [1, 0x61], count: 128).flatMap { $0 } + [0], .nameTooLong),
        ] as [([UInt8], WireError)])
    func pointers(name: [UInt8], error: WireError) {
        let bytes =
            [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0] + name + (name.isEmpty || error == .endsEarly ? [] : [0, 1, 0, 1])
        #expect(throws: error) { try Message(reading: bytes) }
    }

    @Test("compressed names are read in SRV, and refused in SVCB and TSIG")
    func compressedData() throws {
        func message(_ type: UInt8, _ data: [UInt8]) -> [UInt8] {
            [0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0x61, 0, 0, 1, 0, 1, 0xC0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0]
                + [UInt8(data.count)] + data
        }
        let srv = try Message(reading: message(33, [0, 1, 0, 2, 0, 3, 0xC0, 12]))
        #expect(srv.answers.map(\.description) == ["a. 0 IN SRV 1 2 3 a."])
        #expect(throws: WireError.badRecordData(.svcb)) {
            do throws(WireError) {
                _ = try Message(reading: message(64, [0, 1, 0xC0, 12]))
            } catch .badPointer {
                throw WireError.badRecordData(.svcb)
            }
        }
    }

    @Test(
        "data that are too short or too long for their type are refused",
        arguments: [
            (1, [1, 2, 3]), (1, [1, 2, 3, 4, 5]), (28, [1]), (2, []), (2, [0, 0]), (16, []), (16, [2, 1]),
            (33, [0, 0, 0, 0, 0, 0]), (15, [0]), (257, [0, 0, 1]), (64, [0, 1, 0, 0, 1, 0, 2, 1]),
            (64, [0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0]),
        ] as [(UInt16, [UInt8])])
    func badData(type: UInt16, data: [UInt8]) {
        let bytes: [UInt8] =
            [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, UInt8(type >> 8), UInt8(type & 0xFF), 0, 1, 0, 0, 0, 0, 0]
            + [UInt8(data.count)] + data
        #expect(throws: WireError.badRecordData(RecordType(rawValue: type))) { try Message(reading: bytes) }
    }

    @Test("one OPT record at the root, among the additional records")
    func opt() throws {
        let opt: [UInt8] = [0, 0, 41, 4, 0xD0, 1, 0, 0x80, 0, 0, 0]
        let one = try Message(reading: [0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 1] + opt)
        #expect(one.responseCode.rawValue == 21)
        #expect(one.edns == EDNS(udpPayloadSize: 1232, dnssecOK: true))
        for (counts, records) in [
            ([0, 0, 0, 0, 0, 2], opt + opt), ([1, 0, 0], opt), ([0, 1, 0, 0], opt), ([0, 0, 0, 1], [1, 0x61] + opt),
        ] as [([UInt8], [UInt8])] {
            let header = [0, 0, 0, 0, 0, 0] + Array(repeating: 0, count: 6 - counts.count) + counts
            #expect(throws: WireError.misplacedOPT) { try Message(reading: header + records) }
        }
    }

    @Test("nothing may follow the last record")
    func trailing() {
        let bytes: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        #expect(throws: WireError.trailingBytes) { try Message(reading: bytes) }
    }

    @Test("what does not fit into a message is refused")
    func tooLarge() throws {
        let record = ResourceRecord(
            owner: .root, ttl: 0, data: .opaque(RecordType(rawValue: 4711), Array(repeating: 0, count: 40_000)))
        let message = Message(header: MessageHeader(id: 0), answers: [record, record])
        #expect(throws: WireError.tooLarge) { try message.encoded() }
        #expect(throws: WireError.tooLarge) {
            try Message(header: MessageHeader(id: 0), responseCode: .badVersion).encoded()
        }
        let long = RecordData.uri(priority: 0, weight: 0, target: Array(repeating: 0, count: 65_536))
        #expect(throws: WireError.tooLarge) {
            try Message(header: MessageHeader(id: 0), answers: [ResourceRecord(owner: .root, ttl: 0, data: long)])
                .encoded()
        }
    }

    @Test("a large message has pointers no further than they reach, and is read again")
    func large() throws {
        let zone = try DomainName(parsing: "example.test")
        let records = try (0..<2_000).map { index in
            ResourceRecord(
                owner: try zone.prepending("host-\(index)"), ttl: 60, data: .ns(try zone.prepending("ns\(index)")))
        }
        let message = Message(header: MessageHeader(id: 0), answers: records)
        let bytes = try message.encoded()
        #expect(bytes.count < 62_000)
        #expect(try Message(reading: bytes) == message)
    }

    @Test(
        "a cookie has eight bytes, and 8 to 32 more if the server has answered before",
        arguments: [
            (8, true), (24, true), (16, true), (40, true), (7, false), (9, false), (15, false), (41, false), (0, false),
        ])
    func cookies(count: Int, isValid: Bool) {
        let data = (0..<count).map { UInt8($0) }
        #expect((Cookie(reading: data) != nil) == isValid)
        if count == 24 || count == 8 { #expect(Cookie(reading: data)?.bytes == data) }
        if count == 24 {
            #expect(
                Cookie(reading: data)
                    == Cookie(
                        client: 0x0001_0203_0405_0607, server: .sixteen(0x0809_0A0B_0C0D_0E0F_1011_1213_1415_1617)))
        }
    }
}
