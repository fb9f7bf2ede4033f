import FairwayDNS
import FairwayDNSTestSupport
import FairwayNameServer
import FairwayNet
import Testing

@Suite("Authoritative server", .enabled(if: has("dig"), "needs bind9-dnsutils"))
struct ServerTests {
    @Test(
        "dig gets the same answers by UDP and by TCP, at the one port that the kernel chose",
        arguments: [
            "127.0.0.1", "::1",
        ])
    func answers(address: String) async throws {
        let address = try IPAddress(parsing: address)
        let server = try AuthoritativeServer(listeningAt: [SocketAddress(address: address, port: 0)], threads: 2)
        let port = try #require(server.addresses.first?.port)
        #expect(port != 0)
        #expect(try await dig(address, port, "kdc.example.test", "A").contains("status: SERVFAIL"))
        await server.apply(try exampleTable())
        for transport in ["+notcp", "+tcp"] {
            let text = try await dig(address, port, transport, "KDC.example.test", "AAAA")
            #expect(text.contains("status: NOERROR") && text.contains("flags: qr aa rd;"))
            #expect(text.contains("KDC.example.test.\t60\tIN\tAAAA\t2001:db8::88"))
        }
        let counters = await server.counters()
        #expect(counters.queries[.init(type: "AAAA", responseCode: "NOERROR")] == 2)
        #expect(counters.queries[.init(type: "A", responseCode: "SERVFAIL")] == 1)
        #expect(counters.acceptedConnections == 1)
        await server.close()
    }

    private func dig(_ address: IPAddress, _ port: UInt16, _ arguments: String...) async throws -> String {
        try await output(
            of: ["dig", "@\(address)", "-p", "\(port)", "+norecurse", "+rd", "+tries=1", "+time=20"] + arguments)
    }
}
