import FairwayDNS
import FairwayDNSTestSupport
import FairwayNameServer
import FairwayNet
import Foundation
import Testing

@Suite("Authoritative server", .enabled(if: has("dig"), "needs bind9-dnsutils"))
struct ServerTests {
    @Test(
        "dig gets the same answers by UDP and by TCP, at the one port that the kernel chose",
        arguments: ["127.0.0.1", "::1"])
    func answers(address: String) async throws {
        try await withServer(at: address) { server, place in
            #expect(place.port != 0)
            #expect(try await dig(place, ["kdc.example.test", "A"]).contains("status: SERVFAIL"))
            await server.apply(try exampleTable())
            for transport in ["+notcp", "+tcp"] {
                let text = try await dig(place, [transport, "KDC.example.test", "AAAA"])
                #expect(text.contains("status: NOERROR") && text.contains("flags: qr aa;"))
                #expect(text.contains("KDC.example.test.\t60\tIN\tAAAA\t2001:db8::88"))
            }
            let counters = await server.counters()
            #expect(counters.queries[.init(type: "AAAA", responseCode: "NOERROR")] == 2)
            #expect(counters.queries[.init(type: "A", responseCode: "SERVFAIL")] == 1)
            #expect(counters.acceptedConnections == 1)
        }
    }

    @Test(
        "an answer comes from the address that was asked, where the server listens at all of them",
        arguments: [("0.0.0.0", ["127.0.0.1", "127.0.0.77", "127.1.2.3"]), ("::", ["::1"])])
    func addresses(all: String, asked: [String]) async throws {
        try await withServer(at: all, table: try exampleTable()) { _, place in
            for address in asked {
                let place = SocketAddress(address: try IPAddress(parsing: address), port: place.port)
                // dig does not take an answer from another address.
                for transport in ["+notcp", "+tcp"] {
                    #expect(try await dig(place, [transport, "ns1.example.test", "+short"]) == "192.0.2.1\n")
                }
            }
        }
    }

    @Test("a large answer is cut by UDP, and whole by the TCP that dig then asks by")
    func truncation() async throws {
        try await withServer(at: "127.0.0.1", table: try exampleTable()) { _, place in
            let cut = try await dig(place, ["+ignore", "+bufsize=512", "many.example.test"])
            #expect(cut.contains("flags: qr aa tc;") && cut.contains("ANSWER: 0"))
            let whole = try await dig(place, ["+bufsize=512", "many.example.test"])
            #expect(whole.contains("retrying in TCP mode") && whole.contains("ANSWER: 100"))
        }
    }

    @Test(
        "the questions of RFC 8906 §8 are answered as it asks",
        arguments: [
            ("+noedns soa", ["NOERROR", "qr aa;"], ["EDNS"]),
            ("+noedns TYPE1000", ["NOERROR", "qr aa;", "ANSWER: 0", "SOA"], ["EDNS"]),
            ("+noedns +cd soa", ["NOERROR", "qr aa cd;"], []),
            ("+noedns +ad soa", ["NOERROR", "qr aa;"], []),
            ("+noedns +zflag soa", ["NOERROR", "qr aa;"], ["MBZ"]),
            ("+noedns +opcode=15 soa", ["NOTIMP"], ["ANSWER: 1"]),
            ("+noedns +tcp soa", ["NOERROR", "qr aa;", "ANSWER: 1"], []),
            ("+edns=0 +nocookie soa", ["NOERROR", "EDNS: version: 0, flags:; udp: 1232"], []),
            ("+edns=100 +noednsneg +nocookie soa", ["BADVERS", "EDNS: version: 0", "ANSWER: 0"], []),
            ("+edns=0 +nocookie +ednsopt=100 soa", ["NOERROR", "ANSWER: 1"], ["OPT=100"]),
            ("+edns=0 +nocookie +ednsflags=0x80 soa", ["NOERROR", "flags:; udp"], ["MBZ"]),
            ("+edns=0 +nocookie +dnssec soa", ["NOERROR", "flags: do; udp"], []),
            ("+edns=100 +noednsneg +nocookie +ednsopt=100 soa", ["BADVERS", "version: 0"], ["OPT=100"]),
            ("+bufsize=512 +dnssec +ignore soa", ["NOERROR", "flags: do; udp"], []),
            ("+nsid +expire +subnet=0.0.0.0/0 +cookie soa", ["NOERROR", "(good)", "ANSWER: 1"], ["CLIENT-SUBNET"]),
            ("ANY", ["NOERROR", "ANSWER: 2"], []),
        ])
    func compliance(arguments: String, expected: [String], unexpected: [String]) async throws {
        try await withServer(at: "127.0.0.1", table: try exampleTable()) { _, place in
            let text = try await dig(place, ["+qr", "example.test"] + arguments.split(separator: " ").map(String.init))
            let answer = try #require(text.components(separatedBy: "Got answer:").last)
            for part in expected { #expect(answer.contains(part), "\(part) in \(answer)") }
            for part in unexpected { #expect(!answer.contains(part), "no \(part) in \(answer)") }
        }
    }

    @Test(
        "kdig and drill get answers as well",
        .enabled(if: has("kdig") && has("drill"), "needs knot-dnsutils, ldnsutils"))
    func others() async throws {
        try await withServer(at: "127.0.0.1", table: try exampleTable()) { _, place in
            let (address, port) = ("\(place.address)", "\(place.port)")
            for transport in [[], ["+tcp"]] {
                let text = try await output(
                    of: ["kdig", "@\(address)", "-p", port, "_kerberos._udp.example.test", "SRV"] + transport)
                #expect(text.contains("status: NOERROR") && text.contains("SRV\t0 100 88 kdc.example.test."))
            }
            for transport in ["-u", "-t"] {
                let text = try await output(of: [
                    "drill", transport, "-p", port, "@\(address)", "www.example.test", "AAAA",
                ])
                #expect(text.contains("rcode: NOERROR") && text.contains("2001:db8::88"))
            }
        }
    }

    @Test("where it cannot listen, one sentence says why and what to do")
    func failures() async throws {
        try await withServer(at: "127.0.0.1") { _, place in
            let error = #expect(throws: ListenFailure.self) {
                _ = try AuthoritativeServer(listeningAt: [place])
            }
            #expect(error?.reason == .portInUse && error?.address == place && error?.transport == .udp)
            #expect(
                error?.message
                    == "DNS cannot be answered at \(place) over UDP: another program uses the port; stop it or choose "
                    + "another one")
        }
        let error = #expect(throws: ListenFailure.self) {
            _ = try AuthoritativeServer(listeningAt: [SocketAddress(parsing: "192.0.2.1:0")])
        }
        #expect(error?.reason == .addressNotLocal)
    }

    @Test("everything is closed at the end, and the port free for the next")
    func closing() async throws {
        let place = try freePlace()
        let server = try AuthoritativeServer(listeningAt: [place], threads: 3)
        #expect(server.addresses == [place] && server.socketNumbers.count == 6)
        await server.close()
        await server.close()
        #expect(server.socketNumbers.isEmpty)
        await server.apply(try exampleTable())
        #expect(await server.counters() == NameServerCounters())
        // A program that another test starts may have the sockets for a moment still.
        try await eventually("the port is free") {
            guard let next = try? AuthoritativeServer(listeningAt: [place]) else { return false }
            await next.close()
            return true
        }
    }
}
