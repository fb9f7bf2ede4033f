import FairwayDNS
import FairwayKubernetes
import FairwayNet
import FairwayRecords
import FairwayResources
import Foundation
import Testing

@Suite("ZoneTransfers")
struct ZoneTransfersTests {
    private static let reference = DNSZoneSpec.KeySecretReference(namespace: "dns", name: "key")
    private static let bytes = "c2VjcmV0IG9mIGEgdGVzdA=="

    private static func zone(
        _ name: String, to: [String]? = nil, key: DNSZoneSpec.KeySecretReference? = nil, notify: [String] = [],
        createdAt: String = "2026-01-01T00:00:00Z"
    ) -> DNSZoneObject {
        DNSZoneObject(
            metadata: ObjectMeta(name: name, creationTimestamp: createdAt),
            spec: DNSZoneSpec(
                zone: "\(name).test", transfer: to.map { DNSZoneSpec.Transfer(to: $0, keySecretRef: key) },
                notify: notify))
    }

    private static func secret(_ entries: [String: String], named name: String = "key") -> Secret {
        Secret(
            metadata: ObjectMeta(name: name, namespace: "dns"), data: entries.mapValues { Data($0.utf8) })
    }

    private func transfers(_ zones: [DNSZoneObject], _ secrets: [Secret] = []) -> ZoneTransfers {
        ZoneTransfers(zones, secrets: Dictionary(uniqueKeysWithValues: secrets.map { ($0.key, $0) }))
    }

    @Test("a zone that says nothing is given to nobody, and nobody is told")
    func nothing() {
        #expect(transfers([Self.zone("a")]).rules == ["a": TransferRules()])
    }

    @Test("places, a key and those to be told are read")
    func everything() throws {
        let zone = Self.zone(
            "a", to: ["192.0.2.53", "2001:db8::/32"], key: Self.reference,
            notify: ["192.0.2.53", "192.0.2.54:5353", "[2001:db8::53]:5354", "2001:db8::54"])
        let key = Self.secret(["name": "a-key.\n", "algorithm": "HMAC-SHA512", "secret": Self.bytes + "\n"])
        let read = transfers([zone], [key])
        let name = try DomainName(parsing: "a-key")
        #expect(read.problems == [:])
        #expect(read.keys == [try TSIGKey(name: name, algorithm: .sha512, secret: Self.bytes)])
        #expect(read.rules["a"]?.key == name)
        #expect(read.rules["a"]?.sources.map(\.description) == ["192.0.2.53/32", "2001:db8::/32"])
        #expect(
            read.rules["a"]?.notified.map(\.description)
                == ["192.0.2.53:53", "192.0.2.54:5353", "[2001:db8::53]:5354", "[2001:db8::54]:53"])
        #expect(ZoneTransfers.secrets(of: [zone, Self.zone("b")]) == [key.key])
    }

    @Test("a key is hmac-sha256 where it does not say")
    func defaultAlgorithm() throws {
        let read = transfers(
            [Self.zone("a", to: ["::/0"], key: Self.reference)], [Self.secret(["name": "k", "secret": Self.bytes])])
        #expect(read.keys.map(\.algorithm) == [.sha256])
    }

    static let unusable: [(entries: [String: String]?, problem: String)] = [
        (
            nil,
            "there is no Secret dns/key; create it with the entries name, algorithm and secret, as tsig-keygen prints them"
        ),
        (
            ["secret": bytes],
            "the entry “name” of the Secret dns/key is not the name of a key; write it as tsig-keygen prints it"
        ),
        (
            ["name": "k", "algorithm": "hmac-md5", "secret": bytes],
            "the entry “algorithm” of the Secret dns/key is not one of hmac-sha1, hmac-sha256, hmac-sha384, hmac-sha512; "
                + "write it as tsig-keygen prints it"
        ),
        (
            ["name": "k"],
            "the entry “secret” of the Secret dns/key is not base 64; write it as tsig-keygen prints it"
        ),
        (
            ["name": "k", "secret": "not base 64"],
            "the entry “secret” of the Secret dns/key is not base 64; write it as tsig-keygen prints it"
        ),
    ]

    @Test("a zone whose key cannot be read is given to nobody, for a reason", arguments: unusable)
    func closed(entries: [String: String]?, problem: String) {
        let zones = [Self.zone("a", to: ["0.0.0.0/0"], key: Self.reference, notify: ["192.0.2.1"]), Self.zone("b")]
        let read = transfers(zones, entries.map { [Self.secret($0)] } ?? [])
        #expect(read.rules == ["a": TransferRules(), "b": TransferRules()])
        #expect(read.keys == [])
        #expect(
            read.problems.mapValues(\.message)
                == ["a": "Nobody can transfer the zone of the DNSZone “a”: \(problem)."])
    }

    @Test("a place that cannot be read opens the zone to nobody")
    func badPlaces() {
        #expect(transfers([Self.zone("a", to: ["0.0.0.0/0", "192.0.2.9/24"])]).rules == ["a": TransferRules()])
        #expect(transfers([Self.zone("a", to: ["0.0.0.0/0"], notify: ["x"])]).rules == ["a": TransferRules()])
    }

    @Test("a key that has another one's name opens no zone, and the older zone's stays")
    func sameName() throws {
        let other = DNSZoneSpec.KeySecretReference(namespace: "dns", name: "other")
        let zones = [
            Self.zone("new", to: ["0.0.0.0/0"], key: other, createdAt: "2026-01-02T00:00:00Z"),
            Self.zone("old", to: ["0.0.0.0/0"], key: Self.reference),
            Self.zone("same", to: ["0.0.0.0/0"], key: Self.reference),
        ]
        let secrets = [
            Self.secret(["name": "k", "secret": Self.bytes]),
            Self.secret(["name": "K.", "secret": "b3RoZXI="], named: "other"),
        ]
        let read = transfers(zones, secrets)
        #expect(read.keys == [try TSIGKey(name: DomainName(parsing: "k"), algorithm: .sha256, secret: Self.bytes)])
        #expect(read.rules.filter { $0.value != TransferRules() }.keys.sorted() == ["old", "same"])
        #expect(
            read.problems.mapValues(\.message) == [
                "new":
                    "Nobody can transfer the zone of the DNSZone “new”: the key K. of the Secret dns/other has the name "
                    + "of another zone's key and is not the same; give it a name of its own."
            ])
    }
}
