import Foundation
import Testing

@Suite("Names of Services, answered by `up`", .sharedUp)
struct NamesTests {
    private let ports = ["echo-tcp:7601/TCP", "echo-udp:7601/UDP"]

    @Test("a Service has its address, its SRV records and its reverse name, and loses them when it is deleted")
    func story() async throws {
        let up = try SharedUp.current
        try await up.kubectl("apply", "-f", "-", input: Manifest.service("story", ports: ports))
        let address = try await up.address(of: "story")
        let name = "story.default.fairway.test"
        try await up.answers(name, "A", are: [address])
        for transport in ["tcp", "udp"] {
            let answer = try await up.dig("_echo._\(transport).\(name)", "SRV")
            #expect(answer.answers == ["0 100 7601 \(name)."] && answer.additionals == [address], "\(answer)")
        }
        #expect(try await up.dig(name, "A", "+tcp").answers == [address])
        let other = try await up.dig(name, "AAAA")
        #expect(other.status == "NOERROR" && other.answers.isEmpty, "\(other)")
        let reversed = address.split(separator: ".").reversed().joined(separator: ".") + ".in-addr.arpa"
        try await up.answers(reversed, "PTR", are: ["\(name)."])

        try await up.kubectl("delete", "service", "story", "--timeout=30s")
        for (name, type) in [(name, "A"), ("_echo._tcp.\(name)", "SRV"), (reversed, "PTR")] {
            #expect(try await up.dig(name, type).status == "NXDOMAIN", "\(name)")
        }
    }

    @Test("a Service with both families has both records")
    func bothFamilies() async throws {
        let up = try SharedUp.current
        let port = try TestSocket(.tcp, at: Place("::1")).port
        try await up.kubectl(
            "apply", "-f", "-",
            input: """
                apiVersion: fairway.dev/v1alpha1
                kind: AddressPool
                metadata: {name: names-six}
                spec: {addresses: ["::1/128"], autoAssign: false}
                """)
        try await up.kubectl(
            "apply", "-f", "-",
            input: Manifest.service(
                "both", ports: ["a:\(port)/TCP"],
                annotations: ["fairway.dev/addresses": "\(up.addresses.address(249)),::1"],
                spec: "ipFamilyPolicy: RequireDualStack\n  ipFamilies: [IPv4, IPv6]"))
        try await up.answers("both.default.fairway.test", "A", are: [up.addresses.address(249)])
        try await up.answers("both.default.fairway.test", "AAAA", are: ["::1"])
        try await up.kubectl("delete", "service", "both", "--timeout=30s")
        try await up.kubectl("delete", "addresspool", "names-six")
    }

    @Test("a Service whose load balancer says a name is an alias for that")
    func alias() async throws {
        let up = try SharedUp.current
        try await up.kubectl(
            "apply", "-f", "-",
            input: Manifest.service(
                "foreign", ports: ["a:80/TCP"], annotations: ["fairway.dev/hostname": "www.fairway.test"],
                spec: "loadBalancerClass: example.com/other"))
        try await up.kubectl(
            "patch", "service", "foreign", "--subresource=status", "--type=merge", "-p",
            #"{"status": {"loadBalancer": {"ingress": [{"hostname": "lb.example.net"}]}}}"#)
        try await up.answers("www.fairway.test", "CNAME", are: ["lb.example.net."])
        #expect(try await up.dig("www.fairway.test", "A").answers == ["lb.example.net."])
        try await up.kubectl("delete", "service", "foreign")
        try await up.answers("www.fairway.test", "CNAME", are: [])
    }

    @Test("an annotation that cannot be read leaves the names that there were")
    func malformed() async throws {
        let up = try SharedUp.current
        try await up.kubectl(
            "apply", "-f", "-",
            input: Manifest.service("slip", ports: ports, annotations: ["fairway.dev/hostname": "good.fairway.test"]))
        let address = try await up.address(of: "slip")
        try await up.answers("good.fairway.test", "A", are: [address])
        try await up.kubectl("annotate", "--overwrite", "service", "slip", "fairway.dev/hostname=bad..fairway.test")
        // What comes after it is seen after it.
        try await up.kubectl("apply", "-f", "-", input: Manifest.service("after", ports: ["a:7602/TCP"]))
        try await up.answers("after.default.fairway.test", "A", are: [try await up.address(of: "after")])
        #expect(try await up.dig("good.fairway.test", "A").answers == [address])
        try await up.kubectl("annotate", "--overwrite", "service", "slip", "fairway.dev/hostname=better.fairway.test")
        try await up.answers("better.fairway.test", "A", are: [address])
        try await up.answers("good.fairway.test", "A", are: [])
    }

    @Test("a zone of one's own is served from when it is declared until it is deleted")
    func zone() async throws {
        let up = try SharedUp.current
        #expect(try await up.dig("own.test", "SOA").status == "REFUSED")
        try await up.kubectl(
            "apply", "-f", "-",
            input: """
                apiVersion: fairway.dev/v1alpha1
                kind: DNSZone
                metadata: {name: own}
                spec:
                  zone: own.test
                  primary: {nameServers: [{name: ns1.own.test, addresses: ["\(up.nameServer.address)"]}]}
                """)
        try await up.answers("own.test", "NS", are: ["ns1.own.test."])
        #expect(try await up.dig("ns1.own.test", "A").answers == [up.nameServer.address])
        try await up.kubectl("delete", "dnszone", "own")
        try await eventually("the zone is gone") {
            try await up.dig("own.test", "SOA").status == "REFUSED" ? true : nil
        }
    }
}
