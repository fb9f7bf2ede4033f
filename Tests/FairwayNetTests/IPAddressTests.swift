import FairwayNet
import Testing

@Suite("IP addresses")
struct IPAddressTests {
    @Test("IPv4 comes before IPv6, and within a family the numbers count")
    func order() throws {
        let texts = ["2.0.0.0", "10.0.0.0", "255.255.255.255", "::", "::2", "::10", "1::"]
        let addresses = try texts.map { try IPAddress(parsing: $0) }
        #expect(addresses.reversed().sorted() == addresses)
    }

    @Test("only 4 or 16 bytes are an address", arguments: [0, 3, 5, 15, 17])
    func bytes(count: Int) {
        #expect(IPAddress(bytes: Array(repeating: 1, count: count)) == nil)
    }

    @Test("bytes are in network order")
    func networkOrder() throws {
        #expect(try IPAddress(parsing: "1.2.3.4").bytes == [1, 2, 3, 4])
        #expect(try IPAddress(parsing: "102:304::f").bytes == [1, 2, 3, 4] + Array(repeating: 0, count: 11) + [15])
    }

    @Test("a text is told apart by its punctuation", arguments: ["", "localhost", "12"])
    func refuses(text: String) throws {
        let error = try #require(throws: IPParseError.self) { try IPAddress(parsing: text) }
        #expect(error.message == "“\(text)” is not an IP address: expected one such as 192.0.2.1 or 2001:db8::1")
    }

    @Test("a long or binary text is cut and cleaned in the message")
    func hostileText() throws {
        let text = "\u{1B}[31m\n" + String(repeating: "x", count: 10_000)
        let error = try #require(throws: IPParseError.self) { try IPAddress(parsing: text) }
        #expect(error.message.count < 200)
        #expect(error.message.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        #expect(error.message.contains("…”"))
    }
}

@Suite("Socket addresses")
struct SocketAddressTests {
    @Test("an address with a port is read and printed", arguments: ["1.2.3.4:5", "[::1]:65535", "0.0.0.0:0"])
    func readsAndPrints(text: String) throws {
        #expect(try SocketAddress(parsing: text).description == text)
    }

    @Test(
        "what is no address with a port is refused",
        arguments: [
            "", ":", "1.2.3.4", "1.2.3.4:", "1.2.3.4:65536", "1.2.3.4:05", "1.2.3.4:-1", "1.2.3.4:a", "::1:5", "[::1]",
            "[::1]5", "[1.2.3.4]:5", "::1]:5", "[::1:5", "[]:5", "[:5", "localhost:5", "1.2.3.4:5:6",
        ])
    func refuses(text: String) throws {
        #expect(SocketAddress(text) == nil)
        let error = try #require(throws: IPParseError.self) { try SocketAddress(parsing: text) }
        #expect(error.message.hasSuffix("expected one such as 192.0.2.1:53 or [2001:db8::1]:53"))
    }
}
