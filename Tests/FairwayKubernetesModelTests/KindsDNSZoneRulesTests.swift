import FairwayJSON
import Testing

@testable import FairwayKubernetesModel

@Suite("Rules for DNSZones")
struct KindsDNSZoneRulesTests {
    private static func zone(_ name: String, _ spec: JSONValue) -> JSONValue {
        [
            "apiVersion": "fairway.dev/v1alpha1", "kind": "DNSZone", "metadata": ["name": .string(name)], "spec": spec,
        ]
    }

    @Test("a zone with everything is taken, and has a TTL")
    func accepted() throws {
        let created = try KindDescriptor.dnsZones.created(
            Self.zone(
                "z",
                [
                    "zone": "Example.test.", "hostnames": ["*.games.example.test", "example.test"],
                    "namespaces": ["names": ["a"], "selector": ["matchLabels": ["a": "b"]]],
                    "primary": [
                        "nameServers": [["name": "ns.example.test", "addresses": ["192.0.2.53", "2001:db8::53"]]],
                        "contact": "host.master@example.test",
                    ],
                    "transfer": [
                        "to": ["192.0.2.53", "2001:db8::/32"], "keySecretRef": ["namespace": "dns", "name": "a.key"],
                    ],
                    "notify": ["192.0.2.53", "192.0.2.53:5353", "2001:db8::53", "[2001:db8::53]:65535"],
                ]))
        #expect(created[path: "spec", "ttl"] == 60)
    }

    @Test(
        "what is no name, no TTL, no mailbox is refused",
        arguments: [
            ["zone": "a..b"], ["zone": ""], ["zone": "."], ["zone": "-a"], ["zone": "a b"], ["zone": "*.a"], [:],
            ["zone": "b\u{fc}cher.test"], ["zone": .string(String(repeating: "a", count: 64) + ".test")],
            ["zone": "a", "hostnames": ["a.*.b"]], ["zone": "a", "hostnames": ["**"]], ["zone": "a", "ttl": 0],
            ["zone": "a", "ttl": 2_147_483_648], ["zone": "a", "namespaces": ["names": ["A"]]],
            ["zone": "a", "primary": ["contact": "a@b@c"]], ["zone": "a", "primary": ["contact": "a b"]],
            ["zone": "a", "primary": ["nameServers": [["addresses": ["192.0.2.1"]]]]],
            ["zone": "a", "namespaces": ["selector": ["matchExpressions": [["key": "a", "operator": "In"]]]]],
            ["zone": "a", "transfer": [:]], ["zone": "a", "transfer": ["to": []]],
            ["zone": "a", "transfer": ["to": ["192.0.2.1"], "keySecretRef": ["name": "a"]]],
            ["zone": "a", "transfer": ["to": ["192.0.2.1"], "keySecretRef": ["namespace": "a"]]],
            ["zone": "a", "transfer": ["to": ["192.0.2.1"], "keySecretRef": ["namespace": "a", "name": "A"]]],
            ["zone": "a", "transfer": ["to": ["192.0.2.1", "192.0.2.1"]]],
        ] as [JSONValue])
    func refused(spec: JSONValue) {
        #expect(refusal { _ = try KindDescriptor.dnsZones.created(Self.zone("z", spec)) } != nil)
    }

    @Test("an address that is none is refused with the reason")
    func addresses() {
        let spec: JSONValue = [
            "zone": "a", "primary": ["nameServers": [["name": "ns.a", "addresses": ["192.0.2.1", "x"]]]],
        ]
        #expect(
            KindDescriptor.dnsZones.rules.validate(Self.zone("z", spec), old: nil, subresource: nil).map(\.description)
                == [
                    "spec.primary.nameServers[0].addresses[1]: Invalid value: \"x\": expected an address such as 192.0.2.53 or "
                        + "2001:db8::53"
                ])
    }

    @Test(
        "what is no place for a secondary is refused with the reason",
        arguments: [
            ("", DNSZoneRules.notAPlace), ("ns.example.test", DNSZoneRules.notAPlace),
            ("192.0.2.0/33", DNSZoneRules.notAPlace), ("192.0.2.1-192.0.2.9", DNSZoneRules.notAPlace),
            ("192.0.2.9/24", DNSZoneRules.hostBits), ("2001:db8::1/64", DNSZoneRules.hostBits),
        ])
    func places(text: String, reason: String) {
        let zone = Self.zone("z", ["zone": "a", "transfer": ["to": ["192.0.2.0/24", .string(text)]]])
        #expect(
            KindDescriptor.dnsZones.rules.validate(zone, old: nil, subresource: nil).map(\.description)
                == ["spec.transfer.to[1]: Invalid value: \"\(text)\": \(reason)"])
    }

    @Test(
        "what is no address of a secondary to be told is refused with the reason",
        arguments: [
            "", "ns.example.test", "192.0.2.53:0", "192.0.2.53:65536", "192.0.2.53:", "192.0.2.0/24", "2001:db8::53:x",
            "[2001:db8::53]", "[192.0.2.53]:53", "192.0.2.53:53:53",
        ])
    func sockets(text: String) {
        let zone = Self.zone("z", ["zone": "a", "notify": ["192.0.2.53", .string(text)]])
        #expect(
            KindDescriptor.dnsZones.rules.validate(zone, old: nil, subresource: nil).map(\.description)
                == ["spec.notify[1]: Invalid value: \"\(text)\": \(DNSZoneRules.notASocket)"])
    }

    @Test("a zone is declared once, and does not clash with itself")
    func twice() {
        let others = [Self.zone("a", ["zone": "example.test"]), Self.zone("b", ["zone": "sub.example.test"])]
        let rules = KindDescriptor.dnsZones.rules
        #expect(rules.crossValidate(Self.zone("a", ["zone": "example.test"]), others: others) == [])
        #expect(rules.crossValidate(Self.zone("c", ["zone": "other.test"]), others: others) == [])
        #expect(
            rules.crossValidate(Self.zone("c", ["zone": "EXAMPLE.test."]), others: others).map(\.description) == [
                "spec.zone: Invalid value: \"EXAMPLE.test.\": the DNSZone \"a\" is for the same zone: a zone is declared once"
            ])
    }
}
