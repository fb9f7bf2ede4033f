import FairwayNet
import FairwayTestSupport
import Testing

@Suite("IPv6 addresses")
struct IPv6AddressTests {
    @Test(
        "every text form is read, and the recommended one printed",
        arguments: [
            ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("0:0:0:0:0:0:0:1", "::1"), ("2001:DB8::A", "2001:db8::a"),
            ("2001:0db8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
            ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
            ("1:0:0:4:5:6:0:0", "1::4:5:6:0:0"), ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
            ("::ffff:c000:201", "::ffff:192.0.2.1"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
            ("1:2:3:4:5:6:7.8.9.10", "1:2:3:4:5:6:708:90a"), ("fe80::1", "fe80::1"),
        ])
    func readsAndPrints(text: String, printed: String) throws {
        let address = try IPv6Address(parsing: text)
        #expect(address.description == printed)
        #expect(IPv6Address(printed) == address)
        #expect(IPAddress(bytes: address.bytes) == .v6(address))
    }

    @Test(
        "what is no address is refused",
        arguments: [
            "", ":", ":::", "1", "1:2", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "::1::", "12345::",
            "g::", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", ":1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:", "::1.2.3",
            "::1.2.3.4.5",
            "::01.2.3.4", "1.2.3.4::", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "[::1]", "::1 ", "::1/128", "+1::",
            "１::",
        ])
    func refuses(text: String) throws {
        #expect(IPv6Address(text) == nil)
        let error = try #require(throws: IPParseError.self) { try IPv6Address(parsing: text) }
        #expect(error.message.contains("is not an IPv6 address: expected up to eight groups"))
    }

    @Test("a zone is refused by name")
    func zone() throws {
        let error = try #require(throws: IPParseError.self) { try IPAddress(parsing: "fe80::1%eth0") }
        #expect(
            error.message
                == "“fe80::1%eth0” is not an IPv6 address: expected an address without a zone, as in 2001:db8::1")
    }

    @Test(
        "an address is known by its block",
        arguments: [
            ("::1", "loopback"), ("::", "unspecified"), ("::2", ""), ("ff02::1", "multicast"), ("fe80::1", "linkLocal"),
            ("febf::1", "linkLocal"), ("fec0::1", ""), ("2001:db8::1", ""),
        ])
    func block(text: String, kind: String) throws {
        #expect(kinds(of: try IPAddress(parsing: text)) == (kind.isEmpty ? [] : [kind]))
    }

    @Test("an IPv4 address is mapped there and back")
    func mapping() throws {
        let address = IPv4Address(192, 0, 2, 1)
        #expect(IPv6Address(mapping: address).description == "::ffff:192.0.2.1")
        #expect(IPv6Address(mapping: address).mapped == address)
        #expect(try IPv6Address(parsing: "::1").mapped == nil)
    }

    @Test("any address is read again as it is printed")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<2_000 {
            // Few bits, so that there are runs of zeros.
            let mask = generator.next() & generator.next() & generator.next()
            let address = IPv6Address(high: generator.next() & mask, low: generator.next() & ~mask & 0xFFFF_0000_FFFF)
            #expect(IPv6Address(address.description) == address)
            #expect(!address.description.contains(":::"))
        }
    }
}
