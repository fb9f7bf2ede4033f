import FairwayCore
import FairwayDNS
import FairwayKubernetes
import FairwayNet
import FairwayRecords
import FairwayResources
import Testing

@Suite("What a Service asks for in DNS")
struct NameWishesReadingTests {
    private static func names(_ texts: String...) -> [DomainName] { texts.compactMap { DomainName($0) } }

    @Test(
        "annotations and their aliases are read",
        arguments: [
            ([:], NameWishes()),
            (["fairway.dev/hostname": "a.test"], NameWishes(hostnames: names("a.test"))),
            (
                ["external-dns.kubernetes.io/hostname": "a.test., B.test"],
                NameWishes(hostnames: names("a.test", "b.test"))
            ),
            (
                ["external-dns.alpha.kubernetes.io/hostname": "*.a.test", "fairway.dev/hostname": "*.A.test."],
                NameWishes(hostnames: names("*.a.test"))
            ),
            (["fairway.dev/ttl": "10m"], NameWishes(ttl: 600)),
            (["external-dns.kubernetes.io/ttl": "2147483647"], NameWishes(ttl: 2_147_483_647)),
            (["external-dns.alpha.kubernetes.io/ttl": "90s", "fairway.dev/ttl": "90"], NameWishes(ttl: 90)),
            (["fairway.dev/srv-domain": " EXAMPLE.TEST "], NameWishes(srvDomain: DomainName("example.test"))),
            (
                ["fairway.dev/srv": "kerberos-udp=kerberos,kerberos-master:10:5; kpasswd = kpasswd ;"],
                NameWishes(services: [
                    .init(port: "kerberos-udp", services: ["kerberos", "kerberos-master"], priority: 10, weight: 5),
                    .init(port: "kpasswd", services: ["kpasswd"]),
                ])
            ),
            (
                ["fairway.dev/records": "\nTXT  _kerberos.a.test   EXAMPLE.TEST \n\n  mx a.test. 10 mail.a.test\n"],
                NameWishes(records: [
                    .init(name: names("_kerberos.a.test")[0], data: try! RecordData(.txt, parsing: "EXAMPLE.TEST")),
                    .init(name: names("a.test")[0], data: try! RecordData(.mx, parsing: "10 mail.a.test")),
                ])
            ),
        ] as [([String: String], NameWishes)])
    func reads(annotations: [String: String], expected: NameWishes) throws {
        #expect(try NameWishes(annotations: annotations) == expected)
    }

    @Test(
        "a value that cannot be read is refused with what was expected",
        arguments: [
            (
                "fairway.dev/hostname", "a..b",
                "Annotation fairway.dev/hostname: “a..b” is not a domain name: it has an empty label; write one dot between "
                    + "two labels."
            ),
            (
                "external-dns.kubernetes.io/hostname", "a.test,",
                "Annotation external-dns.kubernetes.io/hostname: “” is not a domain name: it has an empty label; write one "
                    + "dot between two labels."
            ),
            (
                "fairway.dev/ttl", "0",
                "Annotation fairway.dev/ttl: “0” is not a TTL: expected seconds, or one such as 90s, 10m or 2h, from 1 to "
                    + "2147483647 seconds."
            ),
            (
                "fairway.dev/srv", "kerberos",
                "Annotation fairway.dev/srv: “kerberos” cannot be read: expected a port's name and its services, as in "
                    + "kerberos-udp=kerberos or kerberos-udp=kerberos,kerberos-master:0:100."
            ),
            (
                "fairway.dev/srv", "a=b; a=c",
                "Annotation fairway.dev/srv: “a=c” names a port for the second time: write all its services into one entry."
            ),
            (
                "fairway.dev/srv", "",
                "Annotation fairway.dev/srv: “” is empty: expected one such as kerberos-udp=kerberos."
            ),
            (
                "fairway.dev/records", "TXT a.test",
                "Annotation fairway.dev/records: the line “TXT a.test” cannot be read: expected type, name and data, as in "
                    + "TXT _kerberos.example.test EXAMPLE.TEST."
            ),
            (
                "fairway.dev/records", "SRV a.test 0 0 kdc",
                "Annotation fairway.dev/records: “0 0 kdc” is not the data of a record of type SRV: expected priority, "
                    + "weight, port and host, as in 0 100 88 kdc.example.test."
            ),
        ])
    func refuses(annotation: String, text: String, sentence: String) throws {
        let error = try #require(throws: ServiceReadingError.self) { try NameWishes(annotations: [annotation: text]) }
        #expect(error.message == sentence)
        #expect(error.reason == "InvalidAnnotation")
    }

    @Test(
        "entries of fairway.dev/srv that are no such thing are refused",
        arguments: [
            "=a", "a=", "a=b:1", "a=b:1:2:3", "a=b:-1:2", "a=b:1:65536", "a=b,,c", "a=_b", "a=b=c", "a=b c", ";",
        ])
    func refusesServices(text: String) {
        #expect(throws: ServiceReadingError.self) { try NameWishes(annotations: ["fairway.dev/srv": text]) }
    }

    @Test(
        "TTLs that are none are refused",
        arguments: ["", "-1", "1.5", "10 m", "m", "2147483648", "1d", "99999999999999999999h", "+5"])
    func refusesTTLs(text: String) {
        #expect(throws: ServiceReadingError.self) { try NameWishes(annotations: ["fairway.dev/ttl": text]) }
    }

    @Test("two that disagree are refused")
    func disagreement() throws {
        let error = try #require(throws: ServiceReadingError.self) {
            try NameWishes(annotations: [
                "fairway.dev/hostname": "a.test", "external-dns.kubernetes.io/hostname": "b.test",
            ])
        }
        #expect(error.reason == "ContradictingAnnotations")
    }

    @Test("a name that cannot be read leaves the address and the earlier names alone")
    func mistyped() throws {
        var service = Service(metadata: ObjectMeta(name: "kdc", namespace: "auth"))
        service.metadata.annotations = ["fairway.dev/hostname": "kdc.test"]
        service.spec = ServiceSpec(ports: [ServicePort(name: "kerberos-udp", protocol: "UDP", port: 88)])
        let address = try IPAddress(parsing: "192.0.2.1")
        let before = ServiceReading(service).nameClaimant(at: [address], namespaceLabels: ["a": "b"])
        #expect(before.wishes.hostnames == [try DomainName(parsing: "kdc.test")])
        #expect(before.ports == [.init(name: "kerberos-udp", port: TransportPort(88, .udp))])
        #expect(before.key == ServiceKey(namespace: "auth", name: "kdc") && before.namespaceLabels == ["a": "b"])
        service.metadata.annotations = ["fairway.dev/hostname": "kdc..test"]
        let reading = ServiceReading(service)
        #expect(throws: Never.self) { try reading.request.get() }
        let after = reading.nameClaimant(at: [address], namespaceLabels: [:], before: before.wishes)
        #expect(after.wishes == before.wishes)
        #expect(after.unreadable?.reason == "InvalidAnnotation")
    }
}
