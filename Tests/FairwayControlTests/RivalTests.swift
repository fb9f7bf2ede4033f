import FairwayControl
import FairwayKubernetes
import FairwayResources
import Foundation
import Testing

@Suite("Another load balancer in the cluster")
struct RivalTests {
    static let rivals = [
        LoadBalancerIngress(ip: "203.0.113.9", ipMode: "VIP"), LoadBalancerIngress(hostname: "lb.example.net"),
        LoadBalancerIngress(ip: "203.0.113.9", ipMode: "VIP", ports: [PortStatus(port: 12_345, protocol: "TCP")]),
    ]

    @Test("second controller present does not fight: what it wrote stays, and people are told once", arguments: rivals)
    func takesOver(rival: LoadBalancerIngress) {
        var cluster = Cluster()
        cluster.add(Cluster.service("echo"))
        cluster.settle()
        cluster.forgetTold()
        cluster["echo"]?.status?.loadBalancer?.ingress = [rival]
        cluster.settle()
        #expect(cluster["echo"]?.status?.loadBalancer?.ingress == [rival])
        #expect(cluster.assigned("echo") == "False ServedByAnother")
        #expect(cluster.told == ["echo AddressNotAssigned", "echo SyncLoadBalancerFailed"])
        #expect(cluster.snapshot.plan(now: cluster.now + 60) == ControlPlan())

        cluster["echo"]?.status?.loadBalancer = nil
        cluster.settle()
        #expect(cluster.addresses("echo") == ["192.0.2.0"])
        #expect(cluster.programmed("echo") == "True Programmed")
    }

    @Test("one that was there first keeps the Services it serves", arguments: rivals)
    func wasFirst(rival: LoadBalancerIngress) {
        var cluster = Cluster()
        cluster.add(Cluster.service("echo"))
        cluster["echo"]?.status?.loadBalancer?.ingress = [rival]
        cluster.settle()
        #expect(cluster["echo"]?.status?.loadBalancer?.ingress == [rival])
        #expect(cluster["echo"]?.metadata.finalizers == [])
        #expect(cluster.assigned("echo") == "False ServedByAnother")
    }

    @Test("one that was there first may write what we write: without our finalizer it is not ours")
    func wasFirstInOurForm() {
        let rival = LoadBalancerIngress(
            ip: "203.0.113.9", ipMode: "Proxy", ports: [PortStatus(port: 12_345, protocol: "TCP")])
        var cluster = Cluster()
        cluster.add(Cluster.service("echo"))
        cluster["echo"]?.status?.loadBalancer?.ingress = [rival]
        cluster.settle()
        #expect(cluster["echo"]?.status?.loadBalancer?.ingress == [rival])
        #expect(cluster.assigned("echo") == "False ServedByAnother")
    }

    @Test("a Service of our class is ours, whatever another wrote")
    func ourClass() {
        var cluster = Cluster()
        cluster.add(Cluster.service("echo"))
        cluster["echo"]?.spec?.loadBalancerClass = "fairway.dev/fairway"
        cluster["echo"]?.status?.loadBalancer?.ingress = Self.rivals
        cluster.settle()
        #expect(cluster.addresses("echo") == ["192.0.2.0"])
    }

    @Test("the address that another gave from a range that is now a pool of ours is kept")
    func movesIn() {
        var cluster = Cluster()
        cluster.add(Cluster.service("echo"))
        cluster["echo"]?.status?.loadBalancer?.ingress = [LoadBalancerIngress(ip: "192.0.2.3", ipMode: "VIP")]
        cluster.settle()
        #expect(cluster.addresses("echo") == ["192.0.2.3"])
        #expect(cluster.programmed("echo") == "True Programmed")
    }

    @Test("what another wrote is not cleared when the Service goes")
    func leaves() {
        var cluster = Cluster()
        cluster.add(Cluster.service("echo"))
        cluster.settle()
        cluster["echo"]?.status?.loadBalancer?.ingress = [Self.rivals[0]]
        cluster.settle()
        cluster["echo"]?.spec?.type = "NodePort"
        cluster.settle()
        #expect(cluster["echo"]?.status?.loadBalancer?.ingress == [Self.rivals[0]])
        #expect(cluster["echo"]?.metadata.finalizers == [])
        #expect(cluster["echo"]?.status?.conditions == [])
    }
}
