import FairwayControl
import FairwayKubernetes
import FairwayResources
import Foundation
import Testing

@Suite("The status of pools")
struct PoolStatusTests {
    @Test("assigned and available addresses are counted")
    func counts() {
        var cluster = Cluster(pool: ["192.0.2.0/30", "2001:db8::/32"])
        cluster.add(Cluster.service("a"), Cluster.service("b"))
        cluster.settle()
        let status = cluster.snapshot.pools[0].status
        #expect(status?.assignedIPv4 == 2)
        #expect(status?.availableIPv4 == 2)
        #expect(status?.assignedIPv6 == 0)
        #expect(status?.availableIPv6 == .max)
        #expect(status?.conditions.map(\.status) == ["True"])
        cluster["a"]?.metadata.deletionTimestamp = "2027-01-15T08:00:00Z"
        cluster.settle()
        #expect(cluster.snapshot.pools[0].status?.availableIPv4 == 3)
    }

    @Test(
        "addresses that are left out are not available",
        arguments: [
            ("192.0.2.0/24", 254), ("192.0.2.1-192.0.2.254", 254), ("0.0.0.0/8", 16_777_216 - 131_072),
            ("192.0.2.255-192.0.3.0", 0), ("192.0.2.255-192.0.3.1", 1),
        ] as [(String, Int64)])
    func buggyAddresses(_ range: String, _ available: Int64) {
        var cluster = Cluster(pool: [range])
        cluster.snapshot.pools[0].spec?.avoidBuggyIPs = true
        cluster.settle()
        #expect(cluster.snapshot.pools[0].status?.availableIPv4 == available)
    }

    @Test("of two pools that overlap the older is used, and the other says why it is not")
    func overlap() {
        var cluster = Cluster()
        var younger = Cluster.pool("another", ["192.0.2.1/32"])
        younger.metadata.creationTimestamp = "2026-02-01T00:00:00Z"
        cluster.snapshot.pools.append(younger)
        cluster.settle()
        let statuses = cluster.snapshot.pools.map { $0.status?.conditions.first }
        #expect(statuses.map { $0?.status } == ["True", "False"])
        #expect(statuses[1]?.reason == "InvalidPool")
        #expect(statuses[1]?.message?.contains("overlaps the pool “pool”") == true)
        #expect(cluster.snapshot.plan(now: cluster.now + 60) == ControlPlan())
    }

    @Test("pool deleted while used: the address stays and people are told; another pool is asked for to leave it")
    func deletedUnderUse() {
        var cluster = Cluster()
        cluster.add(Cluster.service("echo"))
        cluster.settle()
        cluster.forgetTold()
        cluster.snapshot.pools = [Cluster.pool("other", ["198.51.100.0/30"])]
        cluster.settle()
        #expect(cluster.addresses("echo") == ["192.0.2.0"])
        #expect(cluster.assigned("echo") == "True NoPoolAnyMore")
        #expect(cluster.programmed("echo") == "True Programmed")
        #expect(cluster.told == ["echo UpdateLoadBalancerFailed"])
        #expect(
            cluster.messages == [
                "Error updating load balancer: Assigned 192.0.2.0, which is in no pool any more and is kept until the "
                    + "Service asks for another."
            ])
        #expect(cluster.snapshot.plan(now: cluster.now + 60) == ControlPlan())

        cluster.forgetTold()
        cluster["echo"]?.metadata.annotations = ["fairway.dev/address-pool": "other"]
        cluster.settle()
        #expect(cluster.addresses("echo") == ["198.51.100.0"])
        #expect(cluster.assigned("echo") == "True Assigned")
    }

    @Test("a pool that is made smaller under use keeps what is assigned, and counts what it can still give")
    func shrunkUnderUse() {
        var cluster = Cluster()
        cluster.add(Cluster.service("a"), Cluster.service("b"))
        cluster.settle()
        cluster.snapshot.pools[0].spec?.addresses = ["192.0.2.1/32"]
        cluster.settle()
        #expect(cluster.addresses("a") == ["192.0.2.0"])
        #expect(cluster.addresses("b") == ["192.0.2.1"])
        #expect(cluster.assigned("a") == "True NoPoolAnyMore")
        #expect(cluster.assigned("b") == "True Assigned")
        #expect(cluster.snapshot.pools[0].status?.assignedIPv4 == 1)
        #expect(cluster.snapshot.pools[0].status?.availableIPv4 == 0)
        cluster.snapshot.pools[0].spec?.addresses = ["192.0.2.0/30"]
        cluster.settle()
        #expect(cluster.assigned("a") == "True Assigned")
    }

    @Test("a pool that cannot be read says why")
    func malformed() {
        var cluster = Cluster(pool: ["192.0.2.9-192.0.2.1"])
        cluster.settle()
        let condition = cluster.snapshot.pools[0].status?.conditions.first
        #expect(condition?.status == "False")
        #expect(condition?.message?.contains("reversed") == true)
    }
}
