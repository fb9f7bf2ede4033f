import FairwayControl
import FairwayCore
import FairwayKubernetes
import FairwayResources
import Foundation
import Testing

@Suite("What is told of names")
struct NamesPublishedTests {
    private static func cluster(_ annotations: [String: String] = [:]) -> Cluster {
        var cluster = Cluster()
        cluster.snapshot.zones = [Cluster.zone("example")]
        cluster.add(Cluster.service("echo", annotations: annotations))
        return cluster
    }

    @Test("a Service that is served has names, which is written and told together with that it is served")
    func published() {
        var cluster = Self.cluster(["fairway.dev/hostname": "www.example.test"])
        cluster.settleZones()
        #expect(cluster.published("echo") == "True Published")
        #expect(
            cluster.condition("echo", ServiceConditions.dnsPublished)?.message
                == "The Service has the names www.example.test and echo.default.example.test.")
        #expect(
            cluster.told == [
                "echo EnsuringLoadBalancer", "echo AddressAssigned", "echo EnsuredLoadBalancer",
                "echo RecordsPublished",
            ])
        #expect(cluster.records("echo").contains("www.example.test. A 192.0.2.0"))
        cluster.forgetTold()
        cluster.settleZones()
        #expect(cluster.told == [])
        #expect(cluster.writes == 0)
    }

    @Test("names take no more writes than an address does")
    func writes() {
        var (with, without) = (Self.cluster(), Self.cluster())
        without.snapshot.zones = []
        with.settleZones()
        without.settleZones()
        #expect(with.writes == without.writes)
        #expect(without.condition("echo", ServiceConditions.dnsPublished) == nil)
    }

    @Test("before a Service is served its names are pending, and nothing is told of them")
    func pending() {
        var cluster = Self.cluster()
        cluster.settleZones(nodes: false)
        #expect(cluster.published("echo") == "False Pending")
        #expect(
            cluster.condition("echo", ServiceConditions.dnsPublished)?.message
                == "The names of the Service are published once it is served: echo.default.example.test.")
        #expect(cluster.told.allSatisfy { !$0.contains("Records") })
        #expect(cluster.records("echo") == [])
    }

    @Test("a change of a Service takes its names away for no moment")
    func updating() {
        var cluster = Self.cluster()
        cluster.settleZones()
        cluster["echo"]?.spec?.ports[0].port = 7
        cluster.settleZones(nodes: false)
        #expect(cluster.programmed("echo") == "False Updating")
        #expect(cluster.published("echo") == "True Published")
        #expect(cluster.records("echo").contains("echo.default.example.test. A 192.0.2.0"))
    }

    static let refusals: [(annotations: [String: String], reason: String, message: String)] = [
        (
            ["fairway.dev/hostname": "www.other.test"], "NameOutsideZones",
            "default/echo cannot have the name www.other.test.: it is in no zone; ask for a name in a zone, or add a DNSZone "
                + "for it."
        ),
        (
            ["fairway.dev/hostname": "a..b"], "InvalidAnnotation",
            "Annotation fairway.dev/hostname: “a..b” is not a domain name: it has an empty label; write one dot between two "
                + "labels."
        ),
        (
            ["fairway.dev/srv": "q=x"], "NoSuchPort",
            "default/echo asks by fairway.dev/srv for SRV records of the port “q”, and has no port of that name: write the "
                + "name of one of its ports."
        ),
        (
            ["fairway.dev/hostname": "a.other.test,b.other.test,c.other.test,d.other.test,e.other.test,f.other.test"],
            "NameOutsideZones",
            ["a", "b", "c", "d"].map {
                "default/echo cannot have the name \($0).other.test.: it is in no zone; ask for a name in a zone, or add a "
                    + "DNSZone for it. "
            }.joined() + "There are 2 more such."
        ),
    ]

    @Test("what a Service cannot have is told once, and the rest is served", arguments: refusals)
    func refused(annotations: [String: String], reason: String, message: String) {
        var cluster = Self.cluster(annotations)
        cluster.settleZones()
        #expect(cluster.published("echo") == "False \(reason)")
        #expect(cluster.condition("echo", ServiceConditions.dnsPublished)?.message == message)
        #expect(cluster.programmed("echo") == "True Programmed")
        #expect(cluster.records("echo").contains("echo.default.example.test. A 192.0.2.0"))
        #expect(cluster.told.count { $0 == "echo RecordsNotPublished" } == 1)
        #expect(cluster.messages.contains(message))
        cluster["echo"]?.metadata.annotations = [:]
        cluster.settleZones()
        #expect(cluster.published("echo") == "True Published")
        #expect(cluster.told.last == "echo RecordsPublished")
    }

    @Test("many names are counted")
    func many() {
        let names = (1...9).map { "n\($0).example.test" }.joined(separator: ",")
        var cluster = Self.cluster(["fairway.dev/hostname": names])
        cluster.settleZones()
        #expect(
            cluster.condition("echo", ServiceConditions.dnsPublished)?.message
                == "The Service has the names n1.example.test, n2.example.test, n3.example.test, n4.example.test, "
                + "n5.example.test and 5 more.")
    }

    @Test("a name that two Services want is the older one's, and the other is told whose")
    func taken() {
        var cluster = Self.cluster(["fairway.dev/hostname": "www.example.test"])
        cluster.add(Cluster.service("other", annotations: ["fairway.dev/hostname": "www.example.test"]))
        cluster.settleZones()
        #expect(cluster.published("echo") == "True Published")
        #expect(cluster.published("other") == "False NameTaken")
        #expect(cluster.records("other").contains("other.default.example.test. A 192.0.2.1"))
        #expect(!cluster.records("other").contains { $0.hasPrefix("www.") })
        cluster["echo"]?.metadata.annotations = [:]
        cluster.settleZones()
        #expect(cluster.published("other") == "True Published")
    }

    @Test("without a zone there is nothing to say, unless a Service asks for names")
    func zoneless() {
        var cluster = Self.cluster()
        cluster.settleZones()
        cluster.snapshot.zones = []
        cluster.settleZones()
        #expect(cluster.condition("echo", ServiceConditions.dnsPublished) == nil)
        cluster["echo"]?.metadata.annotations = ["fairway.dev/hostname": "www.example.test"]
        cluster.settleZones()
        #expect(cluster.published("echo") == "False NameOutsideZones")
    }

    @Test("a Service that goes has no names, and nothing of ours is left of it")
    func leaving() {
        var cluster = Self.cluster()
        cluster.settleZones()
        cluster["echo"]?.spec?.type = "ClusterIP"
        #expect(cluster.records("echo") == [])
        cluster.settleZones()
        #expect(cluster["echo"]?.status?.conditions == [])
    }
}

@Suite("Names of Services of other load balancers")
struct ForeignNamesTests {
    private static let theirs = Condition(type: "example.com/Theirs", status: "True", reason: "Mine")
    private static let ingress = [LoadBalancerIngress(hostname: "lb.example.net")]

    private static func cluster(_ annotations: [String: String], ingress: [LoadBalancerIngress] = ingress) -> Cluster {
        var service = Cluster.service("echo", annotations: annotations)
        service.spec?.loadBalancerClass = "example.com/theirs"
        service.status = ServiceStatus(
            loadBalancer: LoadBalancerStatus(ingress: ingress), conditions: [theirs])
        var cluster = Cluster()
        cluster.snapshot.zones = [Cluster.zone("example")]
        cluster.settleZones()
        cluster.forgetTold()
        cluster.add(service)
        return cluster
    }

    @Test("one that asks for a name is an alias, and only the condition about that is written")
    func alias() {
        var cluster = Self.cluster(["fairway.dev/hostname": "www.example.test"])
        let steps = cluster.snapshot.plan(now: cluster.now).services.values.map(\.step)
        guard case .writeCondition(let condition?, ServiceConditions.dnsPublished) = steps.first else {
            Issue.record("a condition should be written: \(steps)")
            return
        }
        #expect(condition.message == "The Service has the names www.example.test and echo.default.example.test.")
        cluster.settleZones()
        #expect(cluster.records("echo").contains("www.example.test. CNAME lb.example.net."))
        #expect(cluster["echo"]?.status?.loadBalancer?.ingress == Self.ingress)
        #expect(cluster["echo"]?.status?.conditions == [Self.theirs, condition])
        #expect(cluster["echo"]?.metadata.finalizers == [])
        #expect(cluster.told == ["echo RecordsPublished"])
        #expect(cluster.writes == 1)
        #expect(cluster.snapshot.plan(now: cluster.now + 60) == ControlPlan())
    }

    @Test("one that asks no more has the condition no more")
    func withdrawn() {
        var cluster = Self.cluster(["fairway.dev/hostname": "www.example.test"])
        cluster.settleZones()
        cluster["echo"]?.metadata.annotations = [:]
        cluster.settleZones()
        #expect(cluster["echo"]?.status?.conditions == [Self.theirs])
        #expect(cluster.told == ["echo RecordsPublished"])
    }

    @Test("one that has no address yet waits")
    func waiting() {
        var cluster = Self.cluster(["fairway.dev/hostname": "www.example.test"], ingress: [])
        cluster.settleZones()
        #expect(cluster.published("echo") == "False Pending")
        #expect(cluster.told == [])
    }

    @Test("one that asks for nothing is left alone")
    func silent() {
        var cluster = Self.cluster([:])
        cluster.settleZones()
        #expect(cluster.writes == 0)
        #expect(cluster.records("echo") == [])
    }

    @Test("an alias at an apex is refused with a sentence")
    func apex() {
        var cluster = Self.cluster(["fairway.dev/hostname": "example.test"])
        cluster.settleZones()
        #expect(cluster.published("echo") == "False AliasAtApex")
        #expect(cluster.told == ["echo RecordsNotPublished"])
    }
}
