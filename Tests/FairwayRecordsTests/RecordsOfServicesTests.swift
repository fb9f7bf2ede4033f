import FairwayCore
import FairwayDNS
import FairwayNet
import FairwayRecords
import Testing

@Suite("Records of Services")
struct RecordsOfServicesTests {
    private func records(
        zones: [ServedZone]? = nil, _ services: NameClaimant..., sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [String] {
        let plan = RecordPlanner.plan(zones: try zones ?? [servedZone()], services: services)
        #expect(plan.sentences == [], sourceLocation: sourceLocation)
        return plan.lines()
    }

    @Test("a Service has a name by itself, and those that it asks for")
    func names() throws {
        let wishes = NameWishes(hostnames: ["kdc.example.test", "example.test", "KDC.example.test"], ttl: 300)
        #expect(
            try records(service("kdc", namespace: "auth", addresses: ["192.0.2.1", "2001:db8::1"], wishes: wishes)) == [
                "example.test. 300 IN A 192.0.2.1", "example.test. 300 IN AAAA 2001:db8::1",
                "kdc.auth.example.test. 300 IN A 192.0.2.1", "kdc.auth.example.test. 300 IN AAAA 2001:db8::1",
                "kdc.example.test. 300 IN A 192.0.2.1", "kdc.example.test. 300 IN AAAA 2001:db8::1",
            ])
    }

    @Test("a Service without an address has no records, and keeps its name")
    func noAddress() throws {
        let wishes = NameWishes(
            hostnames: ["kdc.example.test"], records: [.init(name: "kdc.example.test", data: .cname("x.test"))])
        let plan = RecordPlanner.plan(
            zones: [try servedZone()],
            services: [
                service("a", age: 1, addresses: [], ports: ["kerberos:88/udp"], wishes: wishes),
                service("b", age: 2, wishes: NameWishes(hostnames: ["kdc.example.test"])),
            ])
        #expect(plan.lines() == ["b.default.example.test. 60 IN A 192.0.2.1"])
        #expect(
            plan.sentences == [
                "default/b cannot have the name kdc.example.test.: the Service default/a has it; ask for another name."
            ])
    }

    @Test(
        "a port is called in SRV records by its name without its protocol",
        arguments: [
            ("kerberos-udp:88/udp", "_kerberos._udp"), ("kerberos-tcp:88/tcp", "_kerberos._tcp"),
            ("udp-sip:5060/udp", "_sip._udp"), ("tcp-sip:5060/tcp", "_sip._tcp"), ("sip-tcp:5060/udp", "_sip-tcp._udp"),
            ("udp-x:1/tcp", "_udp-x._tcp"), ("minecraft:25565/tcp", "_minecraft._tcp"), ("udp:1/udp", "_udp._udp"),
        ])
    func portNames(port: String, labels: String) throws {
        let number = port.split { $0 == ":" || $0 == "/" }[1]
        #expect(
            try records(service("s", ports: [port])).filter { $0.contains("SRV") } == [
                "\(labels).s.default.example.test. 60 IN SRV 0 100 \(number) s.default.example.test."
            ])
    }

    @Test("a port without a name has no SRV record")
    func unnamed() throws {
        var plain = service("s")
        plain.ports = [.init(name: "", port: TransportPort(53, .udp))]
        #expect(try records(plain) == ["s.default.example.test. 60 IN A 192.0.2.1"])
    }

    @Test("SRV records are where the Service says, as it says")
    func services() throws {
        let wishes = NameWishes(
            hostnames: ["kdc.example.test"], srvDomain: "example.test",
            services: [
                .init(port: "kerberos-udp", services: ["kerberos", "kerberos-master"], priority: 10, weight: 5)
            ])
        #expect(
            try records(service("k", ports: ["kerberos-udp:88/udp", "kpasswd-tcp:464/tcp"], wishes: wishes)) == [
                "_kpasswd._tcp.example.test. 60 IN SRV 0 100 464 kdc.example.test.",
                "_kerberos._udp.example.test. 60 IN SRV 10 5 88 kdc.example.test.",
                "_kerberos-master._udp.example.test. 60 IN SRV 10 5 88 kdc.example.test.",
                "k.default.example.test. 60 IN A 192.0.2.1", "kdc.example.test. 60 IN A 192.0.2.1",
            ])
    }

    @Test("several Services' records for one name are one set, with the lowest TTL")
    func merging() throws {
        let wishes = NameWishes(ttl: 600, srvDomain: "example.test")
        let lower = NameWishes(ttl: 20, srvDomain: "example.test")
        let both = try records(
            service("a", age: 2, ports: ["ldap:389/tcp"], wishes: wishes),
            service("b", age: 1, ports: ["ldap:389/tcp"], wishes: lower))
        #expect(
            both.filter { $0.contains("SRV") } == [
                "_ldap._tcp.example.test. 20 IN SRV 0 100 389 a.default.example.test.",
                "_ldap._tcp.example.test. 20 IN SRV 0 100 389 b.default.example.test.",
            ])
    }

    @Test("records that are asked for by themselves stand beside the others")
    func extras() throws {
        let wishes = NameWishes(records: [
            .init(
                name: "_kerberos.example.test",
                data: try RecordData(RecordType("URI") ?? .any, parsing: #"0 100 "krb5srv:m:udp:kdc.example.test""#)),
            .init(name: "s.default.example.test", data: try RecordData(.txt, parsing: "hello")),
            .init(name: "x.example.test", data: try RecordData(.a, parsing: "192.0.2.9")),
        ])
        #expect(
            try records(service("s", wishes: wishes)) == [
                #"_kerberos.example.test. 60 IN URI 0 100 "krb5srv:m:udp:kdc.example.test""#,
                "s.default.example.test. 60 IN A 192.0.2.1", #"s.default.example.test. 60 IN TXT "hello""#,
                "x.example.test. 60 IN A 192.0.2.9",
            ])
    }

    @Test("a Service elsewhere is an alias, at an apex its addresses, and the target of SRV records by its true name")
    func aliases() throws {
        let alias = NameClaimant.Alias(target: "lb.cloud.test", addresses: ["203.0.113.1"])
        let wishes = NameWishes(hostnames: ["example.test", "www.example.test"])
        #expect(
            try records(service("s", addresses: [], alias: alias, ports: ["http:80/tcp"], wishes: wishes)) == [
                "example.test. 60 IN A 203.0.113.1", "_http._tcp.example.test. 60 IN SRV 0 100 80 example.test.",
                "s.default.example.test. 60 IN CNAME lb.cloud.test.",
                "_http._tcp.s.default.example.test. 60 IN SRV 0 100 80 lb.cloud.test.",
                "www.example.test. 60 IN CNAME lb.cloud.test.",
                "_http._tcp.www.example.test. 60 IN SRV 0 100 80 lb.cloud.test.",
            ])
    }

    @Test("a wildcard is a name like others, but for SRV records")
    func wildcards() throws {
        let wishes = NameWishes(hostnames: ["*.games.example.test"])
        #expect(
            try records(service("s", ports: ["game:1/udp"], wishes: wishes)) == [
                "s.default.example.test. 60 IN A 192.0.2.1",
                "_game._udp.s.default.example.test. 60 IN SRV 0 100 1 s.default.example.test.",
                "*.games.example.test. 60 IN A 192.0.2.1",
            ])
    }

    @Test("a long name of a service is remarked upon, once")
    func remarks() throws {
        let wishes = NameWishes(hostnames: ["x.example.test"])
        let claimant = service("s", ports: ["a-very-long-service:1/udp"], wishes: wishes)
        let plan = RecordPlanner.plan(zones: [try servedZone()], services: [claimant])
        #expect(plan.sentences == [])
        #expect(
            plan.services[claimant.key]?.remarks == [
                "The service name “a-very-long-service” in the SRV records of default/s has more than the 15 characters of "
                    + "RFC 6335; some clients may not ask for it."
            ])
    }

    @Test("what is planned is a zone that can be served")
    func served() throws {
        let wishes = NameWishes(hostnames: ["kdc.example.test"], srvDomain: "example.test")
        let services = [service("k", ports: ["kerberos-udp:88/udp"], wishes: wishes)]
        let plan = RecordPlanner.plan(zones: [try servedZone()], services: services)
        let planned = try #require(plan.zones["example.test"])
        let zone = try CompiledZone(
            apex: "example.test", records: [planned.settings.startOfAuthority(serial: 7)] + planned.records)
        #expect(zone.problems.isEmpty)
        #expect(zone.recordCount == 6)
        #expect(
            planned.settings.startOfAuthority(serial: 7).description
                == "example.test. 60 IN SOA ns.example.test. hostmaster.example.test. 7 3600 600 1209600 30")
    }
}
