import FairwayDNS
import FairwayDNSTestSupport
import FairwayNameServer
import FairwayNet
import Testing

@Suite("Behind a resolver", .enabled(if: has("unbound") && has("dig"), "needs unbound and bind9-dnsutils"))
struct ResolverTests {
    @Test("unbound gets answers though it asks in mixed case and takes no other")
    func mixedCase() async throws {
        let place = try freePlace()
        try await withServer(at: "127.0.0.1", table: try exampleTable()) { _, authority in
            try await withDaemon(
                "/usr/sbin/unbound", { configuration($0, at: place, of: authority) }, { ["-d", "-c", $0] }
            ) {
                try await eventually("unbound answers") {
                    (try? await dig(place, ["+recurse", "+short", "ns2.example.test"])) == "192.0.2.2\n"
                }
                for (name, type, expected) in [
                    ("www.example.test", "A", "web.example.test.\nkdc.example.test.\n192.0.2.88\n192.0.2.89\n"),
                    (
                        "_kerberos._udp.EXAMPLE.TEST", "SRV",
                        "0 100 88 kdc.example.test.\n10 100 88 kdc2.example.test.\n"
                    ),
                    ("x.wild.example.test", "TXT", "\"any\"\n"), ("missing.example.test", "A", ""),
                ] {
                    let text = try await dig(place, ["+recurse", "+short", name, type]).lowercased()
                    #expect(text.split(separator: "\n").sorted() == expected.split(separator: "\n").sorted())
                }
                #expect(try await dig(place, ["+recurse", "missing.example.test"]).contains("NXDOMAIN"))
                #expect(try await dig(place, ["+recurse", "_udp.example.test"]).contains("NOERROR"))
                #expect(try await dig(place, ["+recurse", "many.example.test"]).contains("ANSWER: 100"))
            }
        }
    }

    private func configuration(_ folder: String, at place: SocketAddress, of authority: SocketAddress) -> String {
        """
        server:
          interface: 127.0.0.1@\(place.port)
          do-not-query-localhost: no
          use-caps-for-id: yes
          qname-minimisation: yes
          module-config: "iterator"
          local-zone: "test." nodefault
          chroot: ""
          username: ""
          directory: "\(folder)"
          pidfile: ""
          use-syslog: no
          num-threads: 1
        remote-control:
          control-enable: no
        stub-zone:
          name: "example.test"
          stub-addr: 127.0.0.1@\(authority.port)
        """
    }
}
