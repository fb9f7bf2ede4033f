import FairwayNet
import Testing

@Suite("Prefixes")
struct IPPrefixTests {
    @Test(
        "a prefix is read, and knows its last address",
        arguments: [
            ("192.0.2.0/24", "192.0.2.255"), ("0.0.0.0/0", "255.255.255.255"), ("10.0.0.1/32", "10.0.0.1"),
            ("::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), ("2001:db8::/64", "2001:db8::ffff:ffff:ffff:ffff"),
            ("::1/128", "::1"), ("192.0.2.2/31", "192.0.2.3"),
        ])
    func reads(text: String, last: String) throws {
        let prefix = try IPPrefix(parsing: text)
        #expect(prefix.description == text)
        #expect(prefix.last.description == last)
        #expect(prefix.contains(prefix.address))
        #expect(prefix.contains(prefix.last))
    }

    @Test("what is outside is not contained", arguments: ["192.0.1.255", "192.0.3.0", "::c000:200"])
    func outside(text: String) throws {
        #expect(try !IPPrefix(parsing: "192.0.2.0/24").contains(IPAddress(parsing: text)))
    }

    @Test("bits after the length are refused with the prefix that was meant")
    func hostBits() throws {
        let error = try #require(throws: IPParseError.self) { try IPPrefix(parsing: "192.0.2.9/24") }
        #expect(
            error.message
                == "“192.0.2.9/24” has bits set after its length: write 192.0.2.0/24 for the block, "
                + "or 192.0.2.9/32 for the one address")
    }

    @Test(
        "what is no prefix is refused",
        arguments: [
            "", "/", "1.2.3.4", "1.2.3.4/", "/24", "1.2.3.0/33", "::/129", "1.2.3.0/024", "1.2.3.0/-1", "1.2.3.0/24/1",
            "1.2.3.0/24 ", "1.2.3/24", "1.2.3.0/99999999999999999999",
        ])
    func refuses(text: String) {
        #expect(IPPrefix(text) == nil)
    }
}

@Suite("Ranges")
struct IPAddressRangeTests {
    @Test(
        "a range is read from a prefix or two addresses, and counted",
        arguments: [
            ("192.0.2.0/30", "192.0.2.0-192.0.2.3", 4), ("10.0.0.1-10.0.0.1", "10.0.0.1-10.0.0.1", 1),
            ("10.0.0.250 - 10.0.1.5", "10.0.0.250-10.0.1.5", 12), ("2001:db8::/64", "", UInt128(1) << 64),
            ("::/0", "", .max), ("0.0.0.0/0", "", UInt128(1) << 32), ("::1-::1:0", "::1-::1:0", 65_536),
        ] as [(String, String, UInt128)])
    func reads(text: String, printed: String, count: UInt128) throws {
        let range = try IPAddressRange(parsing: text)
        #expect(range.count == count)
        #expect(printed.isEmpty || range.description == printed)
        #expect(IPAddressRange(range.description) == range)
    }

    @Test("a reversed range is refused with the right one")
    func reversed() throws {
        let error = try #require(throws: IPParseError.self) { try IPAddressRange(parsing: "10.0.0.9-10.0.0.1") }
        #expect(error.message == "The range “10.0.0.9-10.0.0.1” is reversed: write 10.0.0.1-10.0.0.9")
    }

    @Test("a single address is refused with the prefix to write", arguments: [("10.0.0.9", 32), ("::9", 128)])
    func single(text: String, length: Int) throws {
        let error = try #require(throws: IPParseError.self) { try IPAddressRange(parsing: text) }
        #expect(error.message.contains("expected one such as \(text)/\(length) or "))
    }

    @Test(
        "what is no range is refused",
        arguments: ["", "-", "1.2.3.4-", "-1.2.3.4", "1.2.3.4-::1", "1.2.3.4-1.2.3.5-1.2.3.6", "10.0.0.1/24", "a-b"])
    func refuses(text: String) {
        #expect(IPAddressRange(text) == nil)
    }

    @Test("ranges overlap when they have an address in common")
    func overlap() throws {
        let range = try IPAddressRange(parsing: "10.0.0.10-10.0.0.20")
        let cases = [
            ("10.0.0.0-10.0.0.9", false), ("10.0.0.0-10.0.0.10", true), ("10.0.0.12-10.0.0.13", true),
            ("10.0.0.20-10.0.0.30", true), ("10.0.0.21-10.0.0.30", false), ("10.0.0.0/24", true), ("::/0", false),
        ]
        for (text, overlaps) in cases {
            let other = try IPAddressRange(parsing: text)
            #expect(range.overlaps(other) == overlaps, "\(text)")
            #expect(other.overlaps(range) == overlaps, "\(text)")
        }
    }

    @Test("offsets and addresses are each other's inverse", arguments: ["10.0.0.250-10.0.1.5", "2001:db8::fff0/124"])
    func offsets(text: String) throws {
        let range = try IPAddressRange(parsing: text)
        for offset in 0..<range.count {
            let address = try #require(range.address(at: offset))
            #expect(range.contains(address))
            #expect(range.offset(of: address) == offset)
        }
        #expect(range.address(at: range.count) == nil)
        #expect(try range.offset(of: IPAddress(parsing: "10.0.0.249")) == nil)
    }

    @Test("the ends of all of IPv6 can be reached")
    func largest() throws {
        let range = try IPAddressRange(parsing: "::/0")
        #expect(range.address(at: .max) == range.last)
        #expect(range.offset(of: range.last) == .max)
    }
}

@Suite("Transport protocols")
struct TransportProtocolTests {
    @Test("Kubernetes' spelling is read and printed", arguments: TransportProtocol.allCases)
    func readsAndPrints(transport: TransportProtocol) {
        #expect(TransportProtocol(transport.description) == transport)
    }

    @Test("other spellings are not", arguments: ["", "tcp", "SCTP", "UDP "])
    func refuses(text: String) {
        #expect(TransportProtocol(text) == nil)
    }
}
