import FairwayCore
import FairwayNet
import Testing

@Suite("PROXY protocol")
struct ProxyProtocolTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var version: ProxyProtocol
        var client: String
        var service: String
        var transport: TransportProtocol
        var header: [UInt8]

        var testDescription: String { "\(version) \(client) \(service) \(transport)" }

        init(
            _ version: ProxyProtocol, _ client: String, _ service: String, _ transport: TransportProtocol,
            _ header: [UInt8]
        ) {
            self.version = version
            self.client = client
            self.service = service
            self.transport = transport
            self.header = header
        }
    }

    static let longest =
        "PROXY TCP6 2001:db8:1111:2222:3333:4444:5555:6666 2001:db8:1111:2222:3333:4444:5555:7777 "
        + "65535 65534\r\n"

    /// Written by hand from sections 2.1 and 2.2 of proxy-protocol.txt.
    static let cases = [
        Case(
            .v1, "255.255.255.255:65535", "255.255.255.254:65534", .tcp,
            Array("PROXY TCP4 255.255.255.255 255.255.255.254 65535 65534\r\n".utf8)),
        Case(.v1, "192.0.2.1:1", "198.51.100.7:53", .tcp, Array("PROXY TCP4 192.0.2.1 198.51.100.7 1 53\r\n".utf8)),
        Case(
            .v1, "[2001:db8::1]:40000", "[::1]:80", .tcp, Array("PROXY TCP6 2001:db8::1 ::1 40000 80\r\n".utf8)),
        Case(
            .v1, "[2001:db8:1111:2222:3333:4444:5555:6666]:65535", "[2001:db8:1111:2222:3333:4444:5555:7777]:65534",
            .tcp, Array(longest.utf8)),
        Case(.v1, "192.0.2.1:1", "198.51.100.7:53", .udp, []),
        Case(
            .v2, "192.0.2.1:4660", "198.51.100.7:53", .tcp,
            [
                0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, 0x21, 0x11, 0x00, 0x0C,
                192, 0, 2, 1, 198, 51, 100, 7, 0x12, 0x34, 0x00, 0x35,
            ]),
        Case(
            .v2, "192.0.2.1:4660", "198.51.100.7:53", .udp,
            [
                0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, 0x21, 0x12, 0x00, 0x0C,
                192, 0, 2, 1, 198, 51, 100, 7, 0x12, 0x34, 0x00, 0x35,
            ]),
        Case(
            .v2, "[2001:db8::a]:65535", "[fd00::b]:256", .tcp,
            [
                0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, 0x21, 0x21, 0x00, 0x24,
                0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x0A,
                0xFD, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x0B, 0xFF, 0xFF, 0x01, 0x00,
            ]),
        Case(
            .v2, "[2001:db8::a]:65535", "[fd00::b]:256", .udp,
            [
                0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, 0x21, 0x22, 0x00, 0x24,
                0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x0A,
                0xFD, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x0B, 0xFF, 0xFF, 0x01, 0x00,
            ]),
    ]

    @Test("a header has the bytes of the specification", arguments: cases)
    func bytes(_ example: Case) throws {
        let client = try SocketAddress(parsing: example.client)
        let service = try SocketAddress(parsing: example.service)
        let frontend = Frontend(address: service.address, port: service.port, transport: example.transport)
        let header = example.version.header(from: client, to: frontend)
        #expect(header == example.header)
        #expect(header.count <= 107)
    }
}
