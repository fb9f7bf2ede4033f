import FairwayControl
import FairwayKubernetes
import FairwayResources
import Foundation
import Testing

@Suite("Statuses of zones")
struct ZoneStatusTests {
    private static func cluster(_ zones: DNSZoneObject...) -> Cluster {
        var cluster = Cluster()
        cluster.snapshot.zones = zones
        return cluster
    }

    private func serial(_ cluster: Cluster, _ name: String = "example") -> Int64? { cluster.zone(name)?.status?.serial }

    @Test("the first serial is the time, and it grows when the zone says something else and not otherwise")
    func serials() {
        var cluster = Self.cluster(Cluster.zone("example"))
        cluster.settleZones()
        #expect(serial(cluster) == 1_800_000_000)
        #expect(cluster.zone("example")?.status?.records == 3)
        #expect(cluster.ready("example") == "True Served")
        #expect(cluster.zone("example")?.status?.conditions.first?.observedGeneration == 1)
        cluster.now += 100
        #expect(cluster.snapshot.plan(now: cluster.now) == ControlPlan())
        cluster.add(Cluster.service("echo"))
        cluster.settleZones()
        #expect(serial(cluster) == 1_800_000_100)
        // A for the Service, NS and A of the name server, SOA, and an SRV record for each of the two ports.
        #expect(cluster.zone("example")?.status?.records == 6)
        cluster["echo"]?.metadata.annotations = ["fairway.dev/ttl": "5"]
        cluster.now -= 50
        cluster.settleZones()
        #expect(serial(cluster) == 1_800_000_101)
    }

    @Test("a serial grows over the end of its 32 bits")
    func wrap() {
        var zone = Cluster.zone("example")
        zone.status = DNSZoneStatus(serial: Int64(UInt32.max), digest: "another")
        var cluster = Self.cluster(zone)
        cluster.settleZones()
        #expect(serial(cluster) == 1_800_000_000)
        cluster.snapshot.zones[0].status?.serial = 1_800_000_000 + Int64(Int32.max)
        cluster.snapshot.zones[0].spec?.ttl = 5
        cluster.settleZones()
        #expect(serial(cluster) == 1_800_000_001 + Int64(Int32.max))
    }

    @Test("what the SOA record says counts")
    func contact() {
        var cluster = Self.cluster(Cluster.zone("example"))
        cluster.settleZones()
        cluster.snapshot.zones[0].spec?.primary?.contact = "somebody@example.test"
        cluster.settleZones()
        #expect(serial(cluster) == 1_800_000_001)
    }

    @Test("of two zones with one name the older is served, and the newer says so")
    func twice() {
        var cluster = Self.cluster(Cluster.zone("new", "Example.test.", day: 2), Cluster.zone("old"))
        cluster.settleZones()
        #expect(cluster.ready("old") == "True Served")
        #expect(cluster.ready("new") == "False ZoneDeclaredTwice")
        #expect(serial(cluster, "new") == nil)
        #expect(
            cluster.zone("new")?.status?.conditions.first?.message
                == "The zone Example.test. is served as the older DNSZone “old” declares it, and not as this one does; "
                + "delete one of them.")
        cluster.snapshot.zones.removeLast()
        cluster.settleZones()
        #expect(cluster.ready("new") == "True Served")
    }

    @Test("a zone that cannot be read is not served, for a reason, and keeps its serial")
    func invalid() {
        var cluster = Self.cluster(Cluster.zone("example"))
        cluster.settleZones()
        cluster.snapshot.zones[0].spec?.ttl = 0
        cluster.settleZones()
        #expect(cluster.ready("example") == "False InvalidZone")
        #expect(serial(cluster) == 1_800_000_000)
        #expect(cluster.zone("example")?.status?.records == 0)
        cluster.snapshot.zones[0].spec?.ttl = nil
        cluster.settleZones()
        #expect(cluster.ready("example") == "True Served")
        #expect(serial(cluster) == 1_800_000_000)
    }

    @Test("a zone is served all the same where its name server has no address")
    func noAddress() {
        var zone = Cluster.zone("example")
        zone.spec?.primary = nil
        var cluster = Self.cluster(zone)
        cluster.settleZones()
        #expect(cluster.ready("example") == "True NameServerWithoutAddress")
        #expect(
            cluster.zone("example")?.status?.conditions.first?.message
                == "The zone example.test is served. The name server ns.example.test. of the zone example.test. has no "
                + "address: give it one in spec.primary.nameServers, or let a Service ask for the name.")
        cluster.add(Cluster.service("ns", annotations: ["fairway.dev/hostname": "ns.example.test"]))
        cluster.settleZones()
        #expect(cluster.ready("example") == "True Served")
    }

    @Test("a zone is served all the same where the key for its transfers is not there, and says so")
    func noKey() {
        var zone = Cluster.zone("example")
        zone.spec?.transfer = DNSZoneSpec.Transfer(
            to: ["192.0.2.53"], keySecretRef: DNSZoneSpec.KeySecretReference(namespace: "dns", name: "key"))
        var cluster = Self.cluster(zone)
        cluster.snapshot.transfers = ZoneTransfers([zone], secrets: [:])
        cluster.settleZones()
        #expect(cluster.ready("example") == "True TransferRefused")
        let sentence =
            "Nobody can transfer the zone of the DNSZone “example”: there is no Secret dns/key; create it with the "
            + "entries name, algorithm and secret, as tsig-keygen prints them."
        #expect(
            cluster.zone("example")?.status?.conditions.first?.message
                == "The zone example.test is served. \(sentence)")
        // Nothing is said of a Secret that was known before and has yet to be read again.
        cluster.snapshot.transfers = ZoneTransfers([], secrets: [:])
        cluster.snapshot.unreadSecrets = [ObjectKey(namespace: "dns", name: "key")]
        #expect(cluster.snapshot.plan(now: cluster.now) == ControlPlan())
        cluster.snapshot.zones[0].status?.conditions = []
        cluster.settleZones()
        #expect(cluster.ready("example") == "True TransferRefused")
        cluster.snapshot.unreadSecrets = []
        cluster.settleZones()
        #expect(cluster.ready("example") == "True Served")
    }

    @Test("conditions of others stay")
    func others() {
        let theirs = Condition(type: "example.com/Theirs", status: "True")
        var zone = Cluster.zone("example")
        zone.status = DNSZoneStatus(conditions: [theirs])
        var cluster = Self.cluster(zone)
        cluster.settleZones()
        #expect(cluster.zone("example")?.status?.conditions.map(\.type) == ["example.com/Theirs", "Ready"])
    }
}
