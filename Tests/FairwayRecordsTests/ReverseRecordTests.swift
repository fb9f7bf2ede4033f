import FairwayCore
import FairwayDNS
import FairwayNet
import FairwayRecords
import Testing

@Suite("Names of addresses")
struct ReverseRecordTests {
    private static let reverse: DomainName = "2.0.192.in-addr.arpa"

    private func zones(_ namespaces: NamespaceRule = .all) throws -> [ServedZone] {
        let servers = [ServedZone.NameServer(name: "ns.example.test", addresses: ["192.0.2.53"])]
        return [
            try servedZone(), try servedZone(Self.reverse, namespaces: namespaces, ttl: 7, nameServers: servers),
            try servedZone("8.b.d.0.1.0.0.2.ip6.arpa", nameServers: servers),
        ]
    }

    @Test("an address leads to the first name that its Service asked for and got, else to its own")
    func targets() throws {
        let asking = NameWishes(hostnames: ["www.other.test", "*.example.test", "www.example.test", "x.example.test"])
        let plan = RecordPlanner.plan(
            zones: try zones(),
            services: [
                service("a", addresses: ["192.0.2.1", "2001:db8::1", "198.51.100.1"], wishes: asking),
                service("b", addresses: ["192.0.2.2"], wishes: NameWishes(ttl: 9)),
            ])
        #expect(
            plan.lines(Self.reverse) == [
                "1.2.0.192.in-addr.arpa. 7 IN PTR www.example.test.",
                "2.2.0.192.in-addr.arpa. 9 IN PTR b.default.example.test.",
            ])
        #expect(
            plan.lines("8.b.d.0.1.0.0.2.ip6.arpa") == [
                "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. 60 IN PTR www.example.test."
            ])
        #expect(plan.services[ServiceKey(namespace: "default", name: "b")]?.records.map(\.type) == [.ptr, .a])
    }

    @Test("an address that Services share leads to the oldest one's name")
    func shared() throws {
        let plan = RecordPlanner.plan(
            zones: try zones(), services: [service("young", age: 2), service("old", age: 1)])
        #expect(plan.lines(Self.reverse) == ["1.2.0.192.in-addr.arpa. 7 IN PTR old.default.example.test."])
    }

    @Test("Services of namespaces that the zone is not for have no names there")
    func namespaces() throws {
        let plan = RecordPlanner.plan(
            zones: try zones(.some(names: ["other"], selector: nil)),
            services: [service("old", age: 1), service("young", age: 2, namespace: "other")])
        #expect(plan.lines(Self.reverse) == ["1.2.0.192.in-addr.arpa. 7 IN PTR young.other.example.test."])
        #expect(plan.sentences == [])
    }

    @Test("no Service can ask for a name that addresses have, and none has its own name there")
    func claims() throws {
        let wishes = NameWishes(
            hostnames: ["1.2.0.192.in-addr.arpa"],
            records: [.init(name: "9.2.0.192.in-addr.arpa", data: .ptr("a.test"))])
        let plan = RecordPlanner.plan(zones: try zones(), services: [service("a", addresses: [], wishes: wishes)])
        #expect(plan.lines(Self.reverse) == [])
        #expect(
            plan.sentences
                == ["1.2.0.192.in-addr.arpa.", "9.2.0.192.in-addr.arpa."].map {
                    "default/a cannot have the name \($0): the names in the zone 2.0.192.in-addr.arpa. follow from the "
                        + "addresses of Services; ask for a name in another zone."
                })
    }

    @Test("a name server in no zone of ours is no reason for a remark")
    func servers() throws {
        #expect(RecordPlanner.plan(zones: try zones(), services: []).zoneProblems == [:])
    }

    static let coverings: [(range: String, zones: [String])] = [
        ("127.0.0.64-127.0.0.127", ["0.0.127.in-addr.arpa."]),
        ("192.0.2.1-192.0.2.1", ["2.0.192.in-addr.arpa."]),
        ("192.0.2.255-192.0.3.0", ["2.0.192.in-addr.arpa.", "3.0.192.in-addr.arpa."]),
        ("10.0.0.0/16", ["0.10.in-addr.arpa."]),
        ("10.0.0.0-10.0.16.0", ["0.10.in-addr.arpa."]),
        ("10.0.0.0/8", ["10.in-addr.arpa."]),
        ("0.0.0.0/0", ["in-addr.arpa."]),
        ("2001:db8::/32", ["8.b.d.0.1.0.0.2.ip6.arpa."]),
        ("2001:db8:0:1::/64", ["1.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa."]),
        ("2001:db8:0:1::/65", (0..<8).map { "\($0).1.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa." }),
        ("::/0", ["ip6.arpa."]),
        (
            "2001:db8::10-2001:db8::2f",
            ["1", "2"].map { "\($0)." + String(repeating: "0.", count: 22) + "8.b.d.0.1.0.0.2.ip6.arpa." }
        ),
    ]

    @Test("the addresses of a range are in few zones", arguments: coverings)
    func covering(range: String, zones: [String]) throws {
        let range = try IPAddressRange(parsing: range)
        let covering = ReverseZones.covering(range)
        #expect(covering.map(\.description) == zones)
        for address in [range.first, range.last] {
            #expect(covering.contains { DomainName(reverse: address).isAtOrBelow($0) })
        }
    }
}
