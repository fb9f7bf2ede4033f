import FairwayNet
import Testing

@Suite("IPv4 addresses")
struct IPv4AddressTests {
    @Test(
        "an address is read and printed",
        arguments: [
            ("0.0.0.0", 0), ("127.0.0.1", 0x7F00_0001), ("192.0.2.10", 0xC000_020A), ("255.255.255.255", 0xFFFF_FFFF),
        ] as [(String, UInt32)])
    func readsAndPrints(text: String, number: UInt32) throws {
        let address = try IPv4Address(parsing: text)
        #expect(address.rawValue == number)
        #expect(address.description == text)
        #expect(IPAddress(bytes: address.bytes) == .v4(address))
    }

    @Test(
        "what is no address is refused with the text and what was expected",
        arguments: [
            "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "01.2.3.4", "1.2.3.04", "256.1.1.1",
            "1.2.3.4 ", " 1.2.3.4", "+1.2.3.4", "-1.2.3.4", "1.2.3.4\n", "0x1.2.3.4", "1,2,3,4", "١.2.3.4",
            "4294967297.1.1.1", "1.2.3.4/32",
        ])
    func refuses(text: String) throws {
        #expect(IPv4Address(text) == nil)
        let error = try #require(throws: IPParseError.self) { try IPv4Address(parsing: text) }
        #expect(error.message.contains("is not an IPv4 address: expected four numbers from 0 to 255"))
    }

    @Test(
        "an address is known by its block",
        arguments: [
            ("127.255.0.1", "loopback"), ("128.0.0.1", ""), ("0.0.0.0", "unspecified"), ("224.0.0.1", "multicast"),
            ("239.255.255.255", "multicast"), ("240.0.0.0", ""), ("169.254.1.1", "linkLocal"), ("169.255.1.1", ""),
        ])
    func block(text: String, kind: String) throws {
        #expect(kinds(of: try IPAddress(parsing: text)) == (kind.isEmpty ? [] : [kind]))
    }
}

func kinds(of address: IPAddress) -> [String] {
    [
        ("loopback", address.isLoopback), ("unspecified", address.isUnspecified), ("multicast", address.isMulticast),
        ("linkLocal", address.isLinkLocal),
    ].filter(\.1).map(\.0)
}
