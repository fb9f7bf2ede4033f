import FairwayCore
import FairwayDNS
import FairwayNet
import FairwayRecords
import Testing

@Suite("Records that a Service does not get")
struct RecordRefusalTests {
    /// What is wrong with a Service beside an older one that has `taken.example.test`, and what is served of both.
    private func plan(
        _ wishes: NameWishes, zones: [ServedZone]? = nil, alias: NameClaimant.Alias? = nil, ports: [String] = [],
        namespace: String = "default"
    ) throws -> RecordPlan {
        let older = service("older", age: 1, namespace: "auth", wishes: NameWishes(hostnames: ["taken.example.test"]))
        let younger = service(
            "s", age: 2, namespace: namespace, addresses: alias == nil ? ["192.0.2.1"] : [], alias: alias, ports: ports,
            wishes: wishes)
        let plan = RecordPlanner.plan(zones: try zones ?? [servedZone()], services: [younger, older])
        #expect(plan.lines().contains("taken.example.test. 60 IN A 192.0.2.1"))
        return plan
    }

    @Test(
        "a name that cannot be had is refused in a sentence, and the others are served",
        arguments: [
            (
                "x.other.test",
                "default/s cannot have the name x.other.test.: it is in no zone; ask for a name in a zone, or add a DNSZone "
                    + "for it."
            ),
            (
                "Taken.example.test",
                "default/s cannot have the name Taken.example.test.: the Service auth/older has it; ask for another name."
            ),
            (
                "older.auth.example.test",
                "default/s cannot have the name older.auth.example.test.: the Service auth/older has it; ask for another "
                    + "name."
            ),
            (
                "ns.example.test",
                "default/s cannot have the name ns.example.test.: it is a name server of the zone example.test.; ask for "
                    + "another name."
            ),
        ] as [(DomainName, String)])
    func names(name: DomainName, sentence: String) throws {
        let plan = try plan(NameWishes(hostnames: [name, "good.example.test"]))
        #expect(plan.sentences == [sentence])
        #expect(plan.lines().contains("good.example.test. 60 IN A 192.0.2.1"))
        #expect(plan.lines().contains("s.default.example.test. 60 IN A 192.0.2.1"))
    }

    @Test("the older Service keeps a name, in whatever order they come")
    func age() throws {
        let wishes = NameWishes(hostnames: ["x.example.test"])
        let services = [
            service("a", age: 3, wishes: wishes), service("b", age: 1, addresses: ["192.0.2.2"], wishes: wishes),
            service("c", age: 2, wishes: wishes),
        ]
        for order in [services, services.reversed()] {
            let plan = RecordPlanner.plan(zones: [try servedZone()], services: order)
            #expect(plan.lines().filter { $0.hasPrefix("x.") } == ["x.example.test. 60 IN A 192.0.2.2"])
            #expect(plan.sentences.count == 2)
        }
    }

    @Test("a name that a Service has by itself is its own, however young it is")
    func ownNames() throws {
        let thief = service("thief", age: 1, wishes: NameWishes(hostnames: ["kdc.auth.example.test"]))
        let owner = service("kdc", age: 2, namespace: "auth", addresses: ["192.0.2.2"])
        let plan = RecordPlanner.plan(zones: [try servedZone()], services: [thief, owner])
        #expect(plan.lines().contains("kdc.auth.example.test. 60 IN A 192.0.2.2"))
        #expect(plan.sentences.count == 1)
    }

    @Test("a zone says which namespaces and which names")
    func policy() throws {
        let zones = [
            try servedZone(hostnames: ["*.example.test"]),
            try servedZone(
                "games.test", namespaces: .some(names: ["games"], selector: nil),
                hostnames: ["*.eu.games.test", "www.games.test"]),
        ]
        let wishes = NameWishes(hostnames: ["a.eu.games.test", "www.games.test", "www2.games.test"])
        let refused = try plan(wishes, zones: zones)
        #expect(refused.sentences.count == 3)
        #expect(
            refused.sentences[0]
                == "default/s cannot have the name a.eu.games.test.: the zone games.test. is for other namespaces; ask for a "
                + "name in another zone, or admit the namespace “default” in the DNSZone's spec.namespaces.")
        let admitted = try plan(wishes, zones: zones, namespace: "games")
        #expect(
            admitted.sentences == [
                "games/s cannot have the name www2.games.test.: none of the patterns in the spec.hostnames of the zone "
                    + "games.test. matches it; ask for another name, or add a pattern."
            ])
        #expect(
            admitted.lines("games.test") == [
                "a.eu.games.test. 60 IN A 192.0.2.1", "s.games.games.test. 60 IN A 192.0.2.1",
                "www.games.test. 60 IN A 192.0.2.1",
            ])
    }

    @Test("namespaces are admitted by their labels")
    func selector() throws {
        let selector = LabelSelector([.isIn(key: "kubernetes.io/metadata.name", values: ["auth"])])
        let zone = try servedZone(namespaces: .some(names: [], selector: selector))
        let plan = RecordPlanner.plan(
            zones: [zone], services: [service("a", namespace: "auth"), service("b", namespace: "default")])
        #expect(plan.lines() == ["a.auth.example.test. 60 IN A 192.0.2.1"])
    }

    @Test("an alias cannot be at an apex, and not beside other records")
    func aliases() throws {
        let alias = NameClaimant.Alias(target: "lb.cloud.test")
        let atApex = try plan(NameWishes(hostnames: ["example.test"]), alias: alias)
        #expect(
            atApex.sentences == [
                "default/s cannot have the name example.test.: it would be an alias for lb.cloud.test., which the apex of a "
                    + "zone cannot be (RFC 2181 §10.1), and no address of lb.cloud.test. is known; ask for a name below it."
            ])
        let text = NameWishes.Record(name: "x.example.test", data: try RecordData(.txt, parsing: "a"))
        let beside = try plan(NameWishes(hostnames: ["x.example.test"], records: [text]), alias: alias)
        #expect(
            beside.sentences == [
                "default/s cannot make x.example.test. an alias: the name has other records, and an alias can have none "
                    + "(RFC 2181 §10.1); take one or the other away."
            ])
        #expect(beside.lines().contains(#"x.example.test. 60 IN TXT "a""#))
        #expect(!beside.lines().contains { $0.hasPrefix("x.example.test. 60 IN CNAME") })
    }

    @Test("labels and names that are too long are refused, each once")
    func tooLong() throws {
        let long = String(repeating: "p", count: 63)
        let label = try plan(NameWishes(hostnames: ["x.example.test"]), ports: ["\(long):1/udp", "good:2/udp"])
        #expect(
            label.sentences == [
                "default/s cannot have one of its records: “_\(long)” is not a label of a domain name: it has 64 bytes, and "
                    + "at most 63 are allowed; choose shorter names."
            ])
        #expect(label.lines().contains("_good._udp.x.example.test. 60 IN SRV 0 100 2 x.example.test."))
        let apex = try DomainName(parsing: String(repeating: long + ".", count: 3) + String(repeating: "a", count: 55))
        let name = RecordPlanner.plan(
            zones: [try servedZone(apex)], services: [service("service", namespace: "namespace")])
        #expect(name.sentences.count == 1)
        #expect(name.sentences.first?.contains("it is too long, at most 255 bytes are allowed") == true)
    }

    @Test("a port that is not there, and a record that is the zone's own, are refused")
    func others() throws {
        let port = try plan(NameWishes(services: [.init(port: "kerberos", services: ["kerberos"])]))
        #expect(
            port.sentences == [
                "default/s asks by fairway.dev/srv for SRV records of the port “kerberos”, and has no port of that name: "
                    + "write the name of one of its ports."
            ])
        let delegation = NameWishes.Record(name: "sub.example.test", data: .ns("evil.test"))
        #expect(
            try plan(NameWishes(records: [delegation])).sentences == [
                "default/s cannot have the NS record of sub.example.test.: records of this type are the zone's own; take it "
                    + "out of fairway.dev/records."
            ])
        let address = NameWishes.Record(name: "taken.example.test", data: try RecordData(.a, parsing: "203.0.113.1"))
        #expect(try plan(NameWishes(records: [address])).sentences.first?.contains("has it; ask") == true)
        let domain = NameWishes(srvDomain: "other.test")
        #expect(try plan(domain, ports: ["x:1/udp"]).sentences.first?.contains("it is in no zone") == true)
    }

    @Test("annotations that cannot be read are said, and what they asked for before is served")
    func unreadable() throws {
        var claimant = service("s", wishes: NameWishes(hostnames: ["x.example.test"]))
        claimant.unreadable = RecordProblem(reason: "InvalidAnnotation", message: "It cannot be read.")
        let plan = RecordPlanner.plan(zones: [try servedZone()], services: [claimant])
        #expect(plan.sentences == ["It cannot be read."])
        #expect(plan.lines().contains("x.example.test. 60 IN A 192.0.2.1"))
    }
}

@Suite("Zones from DNSZones")
struct PlannedZoneTests {
    @Test("of two zones with one apex the older is served, and the other is told")
    func twice() throws {
        let (older, younger) = (try servedZone(age: 1, ttl: 10), try servedZone(age: 2, ttl: 20))
        let plan = RecordPlanner.plan(zones: [younger, older], services: [service("s")])
        #expect(plan.lines() == ["s.default.example.test. 10 IN A 192.0.2.1"])
        #expect(
            plan.zoneProblems[younger]?.map(\.message) == [
                "The zone example.test. is served as the older DNSZone “” declares it, and not as this one does; delete one of "
                    + "them."
            ])
    }

    @Test("a nested zone is delegated by its parent, with glue")
    func nested() throws {
        let inner = try servedZone(
            "sub.example.test", nameServers: [.init(name: "ns.sub.example.test", addresses: ["192.0.2.54"])])
        let plan = RecordPlanner.plan(
            zones: [try servedZone(), inner],
            services: [service("s", wishes: NameWishes(hostnames: ["x.sub.example.test", "x.example.test"]))])
        #expect(plan.zoneProblems.isEmpty)
        #expect(
            plan.lines() == [
                "s.default.example.test. 60 IN A 192.0.2.1", "sub.example.test. 60 IN NS ns.sub.example.test.",
                "ns.sub.example.test. 60 IN A 192.0.2.54", "x.example.test. 60 IN A 192.0.2.1",
            ])
        #expect(
            plan.lines("sub.example.test") == [
                "s.default.sub.example.test. 60 IN A 192.0.2.1", "ns.sub.example.test. 60 IN A 192.0.2.54",
                "x.sub.example.test. 60 IN A 192.0.2.1",
            ])
    }

    @Test("a name server needs an address, which a Service may be")
    func nameServers() throws {
        let zone = try servedZone(nameServers: [.init(name: "dns.example.test"), .init(name: "ns.other.test")])
        let alone = RecordPlanner.plan(zones: [zone], services: [])
        #expect(
            alone.zoneProblems[zone]?.map(\.message) == [
                "The name server dns.example.test. of the zone example.test. has no address: give it one in "
                    + "spec.primary.nameServers, or let a Service ask for the name."
            ])
        let wishes = NameWishes(hostnames: ["dns.example.test"])
        let served = RecordPlanner.plan(zones: [zone], services: [service("dns", wishes: wishes)])
        #expect(served.zoneProblems.isEmpty)
        #expect(served.lines().contains("dns.example.test. 60 IN A 192.0.2.1"))
    }
}
