import FairwayControl
import FairwayCore
import FairwayKubernetes
import FairwayResources
import Foundation
import Testing

@Suite("The life of a Service")
struct ServiceLifeTests {
    @Test("a Service gets its finalizers, then its address, then waits for nodes, then is programmed")
    func steps() throws {
        var cluster = Cluster()
        cluster.add(Cluster.service("echo"))
        let first = cluster.snapshot.plan(now: cluster.now).services[Cluster.key("echo")]
        #expect(first == ServicePlan(.addFinalizers([Finalizers.cleanup, Finalizers.core]), notes: [.ensuring]))

        cluster.settle(nodes: false)
        #expect(cluster.told == ["echo EnsuringLoadBalancer", "echo AddressAssigned"])
        #expect(cluster.assigned("echo") == "True Assigned")
        #expect(cluster.programmed("echo") == "False Pending")
        let ports = [PortStatus(port: 12_345, protocol: "TCP"), PortStatus(port: 12_345, protocol: "UDP")]
        #expect(
            cluster["echo"]?.status?.loadBalancer?.ingress
                == [LoadBalancerIngress(ip: "192.0.2.0", ipMode: "Proxy", ports: ports)])

        cluster.settle()
        #expect(cluster.programmed("echo") == "True Programmed")
        #expect(cluster.told.last == "echo EnsuredLoadBalancer")
        #expect(cluster.condition("echo", ServiceConditions.portsError) == nil)
    }

    @Test("nothing is written when nothing changed, however often it is looked at")
    func quiet() {
        var cluster = Cluster()
        cluster.add(Cluster.service("a"), Cluster.service("b", annotations: ["fairway.dev/address-pool": "none"]))
        cluster.settle()
        cluster.forgetTold()
        cluster.now += 3_600
        #expect(cluster.snapshot.plan(now: cluster.now) == ControlPlan())
        cluster["a"]?.metadata.labels = ["touched": "yes"]
        cluster["a"]?.metadata.resourceVersion = "99"
        #expect(cluster.snapshot.plan(now: cluster.now) == ControlPlan())
    }

    @Test("a class of ours needs no finalizer of Kubernetes' own")
    func classed() {
        var cluster = Cluster()
        var service = Cluster.service("echo")
        service.spec?.loadBalancerClass = "fairway.dev/fairway"
        cluster.add(service)
        cluster.settle()
        #expect(cluster["echo"]?.metadata.finalizers == [Finalizers.cleanup])
        #expect(cluster.programmed("echo") == "True Programmed")
    }

    @Test(
        "what is not ours is not touched",
        arguments: [
            ("other.example/class", true, "LoadBalancer"), (nil, false, "LoadBalancer"), (nil, true, "ClusterIP"),
            ("fairway.dev/fairway", true, "NodePort"),
        ] as [(String?, Bool, String)])
    func others(_ name: String?, _ classless: Bool, _ type: String) {
        var cluster = Cluster()
        cluster.snapshot.classes.classless = classless
        var service = Cluster.service("echo")
        service.spec?.type = type
        service.spec?.loadBalancerClass = name
        cluster.add(service)
        cluster.settle()
        #expect(cluster["echo"] == service)
        #expect(cluster.told.isEmpty)
    }

    @Test("deletion waits for nodes, takes the address back, and lets the Service go")
    func deletion() {
        var cluster = Cluster()
        cluster.add(Cluster.service("echo"))
        cluster.settle()
        cluster.forgetTold()
        cluster["echo"]?.metadata.deletionTimestamp = "2027-01-15T08:00:00Z"
        cluster.settle(nodes: false)
        #expect(cluster.told == ["echo DeletingLoadBalancer"])
        #expect(cluster.addresses("echo") == ["192.0.2.0"])
        #expect(cluster.writes == 0)
        #expect(cluster.snapshot.plan(now: cluster.now).wakeAt == cluster.now + 30)

        cluster.settle()
        #expect(cluster.told == ["echo DeletingLoadBalancer", "echo DeletedLoadBalancer"])
        #expect(cluster["echo"] == nil)
    }

    @Test("deletion waits no longer than 30 seconds for a node that is gone")
    func deadNode() {
        var cluster = Cluster()
        cluster.add(Cluster.service("echo"))
        cluster.settle()
        cluster["echo"]?.metadata.deletionTimestamp = "2027-01-15T08:00:00Z"
        cluster.settle(nodes: false)
        cluster.now += 29
        cluster.settle(nodes: false)
        #expect(cluster["echo"] != nil)
        cluster.forgetTold()
        cluster.now += 1
        cluster.settle(nodes: false)
        #expect(cluster["echo"] == nil)
        #expect(cluster.told == ["echo DeleteLoadBalancerFailed", "echo DeletedLoadBalancer"])
        #expect(cluster.messages[0].contains("has not let go of it within 30 s"))
    }

    @Test("a deleted Service's address is given to one that waits, once it is free")
    func waiting() {
        var cluster = Cluster(pool: ["192.0.2.0/32"])
        cluster.add(Cluster.service("a"), Cluster.service("b"))
        cluster.settle()
        #expect(cluster.assigned("b") == "False PoolExhausted")
        #expect(
            cluster.told.filter { $0.hasPrefix("b ") }
                == ["b EnsuringLoadBalancer", "b AddressNotAssigned", "b SyncLoadBalancerFailed"])
        cluster.forgetTold()
        cluster["a"]?.metadata.deletionTimestamp = "2027-01-15T08:00:00Z"
        cluster.settle(nodes: false)
        #expect(cluster.addresses("b").isEmpty)
        cluster.settle()
        #expect(cluster.addresses("b") == ["192.0.2.0"])
        #expect(cluster.told.suffix(3) == ["b EnsuringLoadBalancer", "b AddressAssigned", "b EnsuredLoadBalancer"])
    }

    @Test("a type that changes away releases everything, and can come back")
    func typeChange() {
        var cluster = Cluster()
        cluster.add(Cluster.service("echo"))
        let others = Condition(type: "example.com/Theirs", status: "True")
        cluster["echo"]?.status?.conditions = [others]
        cluster.settle()
        cluster.forgetTold()
        cluster["echo"]?.spec?.type = "ClusterIP"
        cluster.settle()
        #expect(cluster.told == ["echo DeletingLoadBalancer", "echo DeletedLoadBalancer"])
        #expect(cluster["echo"]?.metadata.finalizers == [])
        #expect(cluster["echo"]?.status == ServiceStatus(loadBalancer: LoadBalancerStatus(), conditions: [others]))
        cluster["echo"]?.spec?.type = "LoadBalancer"
        cluster.settle()
        #expect(cluster.programmed("echo") == "True Programmed")
    }

    @Test("a class that is ours no longer releases everything without waiting for nodes to see it")
    func classChange() {
        var cluster = Cluster()
        cluster.add(Cluster.service("echo"))
        cluster.settle()
        cluster.snapshot.classes.classless = false
        cluster.settle(nodes: false)
        #expect(cluster.addresses("echo").isEmpty)
        #expect(cluster["echo"]?.metadata.finalizers == [])
        #expect(cluster["echo"]?.status?.conditions == [])
    }

    @Test("a refused Service that turns away loses our conditions")
    func forgotten() {
        var cluster = Cluster(pool: ["198.51.100.0/32"])
        cluster.add(Cluster.service("echo", annotations: ["fairway.dev/addresses": "192.0.2.7"]))
        cluster.settle()
        #expect(cluster.assigned("echo") == "False AddressOutsidePools")
        cluster["echo"]?.spec?.type = "ClusterIP"
        cluster.settle()
        #expect(cluster["echo"]?.status?.conditions == [])
        #expect(cluster.told.last == "echo SyncLoadBalancerFailed")
    }

    @Test("a refused Service without finalizers can be deleted, and is left alone")
    func refusedDeletion() {
        var cluster = Cluster(pool: ["198.51.100.0/32"])
        cluster.add(Cluster.service("echo", annotations: ["fairway.dev/addresses": "192.0.2.7"]))
        cluster.settle()
        cluster.forgetTold()
        cluster["echo"]?.metadata.finalizers = ["example.com/theirs"]
        cluster["echo"]?.metadata.deletionTimestamp = "2027-01-15T08:00:00Z"
        cluster.settle()
        #expect(cluster.told.isEmpty && cluster.writes == 0)
    }

    @Test("addresses survive a restart, whatever order Services are in")
    func restart() {
        var cluster = Cluster(pool: ["192.0.2.0/29"])
        cluster.add(Cluster.service("b"), Cluster.service("c"))
        cluster.settle()
        let before = ["b", "c"].map { cluster.addresses($0) }
        cluster.snapshot.departures = [:]
        cluster.add(Cluster.service("a"))
        cluster.settle()
        #expect(["b", "c"].map { cluster.addresses($0) } == before)
        #expect(Set(["a", "b", "c"].flatMap { cluster.addresses($0) }).count == 3)
    }

}
