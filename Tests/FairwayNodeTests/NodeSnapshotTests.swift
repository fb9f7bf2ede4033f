import FairwayCore
import FairwayNet
import FairwayResources
import Testing

@testable import FairwayKubernetes
@testable import FairwayNode

@Suite("NodeSnapshot")
struct NodeSnapshotTests {
    /// A Service that the controller has taken on.
    static func service(_ name: String = "echo", ips: [String] = ["127.0.0.64"]) -> FairwayKubernetes.Service {
        Service(
            metadata: ObjectMeta(
                name: name, namespace: "default", uid: name, creationTimestamp: "2026-01-01T00:00:00Z",
                finalizers: [Finalizers.cleanup]),
            spec: ServiceSpec(
                type: "LoadBalancer",
                ports: [
                    ServicePort(name: "t", protocol: "TCP", port: 12_345),
                    ServicePort(name: "u", protocol: "UDP", port: 12_345),
                ]),
            status: ServiceStatus(
                loadBalancer: LoadBalancerStatus(
                    ingress: ips.map {
                        LoadBalancerIngress(ip: $0, ipMode: "Proxy", ports: [PortStatus(port: 12_345, protocol: "TCP")])
                    }
                )))
    }

    static func slice(_ name: String = "echo-1", addresses: [String], weight: String? = nil) -> EndpointSlice {
        EndpointSlice(
            metadata: ObjectMeta(
                name: name, namespace: "default", labels: ["kubernetes.io/service-name": "echo"],
                annotations: weight.map { ["fairway.dev/weight": $0] } ?? [:]),
            addressType: "IPv4", endpoints: addresses.map { FairwayKubernetes.Endpoint(addresses: [$0]) },
            ports: [
                EndpointPort(name: "t", protocol: "TCP", port: 1_000),
                EndpointPort(name: "u", protocol: "UDP", port: 2_000),
            ])
    }

    static func table(_ snapshot: NodeSnapshot) -> [String] {
        let table = ServedServices(snapshot).table
        return table.entries.sorted { $0.key < $1.key }.map { frontend, entry in
            let backends = entry.backends.map { "\($0.backend)*\($0.weight)" }.joined(separator: " ")
            return "\(frontend) → \(backends)"
        }
    }

    @Test("the ports of both protocols lead to their endpoints")
    func bothProtocols() {
        let snapshot = NodeSnapshot(
            services: [Self.service()],
            endpointSlices: [
                Self.slice(addresses: ["127.0.0.1", "127.0.0.2"]),
                Self.slice("echo-2", addresses: ["127.0.0.3"], weight: "300"),
            ])
        #expect(
            Self.table(snapshot) == [
                "127.0.0.64:12345/TCP → 127.0.0.1:1000*100 127.0.0.2:1000*100 127.0.0.3:1000*300",
                "127.0.0.64:12345/UDP → 127.0.0.1:2000*100 127.0.0.2:2000*100 127.0.0.3:2000*300",
            ])
    }

    @Test("a Service without endpoints has frontends without backends")
    func noEndpoints() {
        let snapshot = NodeSnapshot(services: [Self.service(ips: ["127.0.0.64", "::1"])])
        #expect(
            Self.table(snapshot) == [
                "127.0.0.64:12345/TCP → ", "127.0.0.64:12345/UDP → ", "[::1]:12345/TCP → ", "[::1]:12345/UDP → ",
            ])
    }

    static let others: [(String, @Sendable (inout FairwayKubernetes.Service) -> Void)] = [
        ("no finalizer of ours", { $0.metadata.finalizers = [Finalizers.core] }),
        ("another type", { $0.spec?.type = "NodePort" }),
        ("being deleted", { $0.metadata.deletionTimestamp = "2026-01-01T00:00:00Z" }),
        ("no address", { $0.status = ServiceStatus() }),
        ("another's address", { $0.status?.loadBalancer?.ingress = [LoadBalancerIngress(ip: "127.0.0.64")] }),
        ("a hostname for an address", { $0.status?.loadBalancer?.ingress = [LoadBalancerIngress(hostname: "a")] }),
    ]

    @Test("what is not to be served is not in the table", arguments: others.indices)
    func notServed(_ index: Int) {
        var service = Self.service()
        Self.others[index].1(&service)
        #expect(Self.table(NodeSnapshot(services: [service])).isEmpty, "\(Self.others[index].0)")
    }

    @Test("a port of another protocol is left out, and the others are served")
    func sctp() {
        var service = Self.service()
        service.spec?.ports[0].protocol = "SCTP"
        #expect(Self.table(NodeSnapshot(services: [service])) == ["127.0.0.64:12345/UDP → "])
    }

    @Test("timeouts and weights that cannot be read stay as they were")
    func keeps() {
        var service = Self.service()
        service.metadata.annotations = ["fairway.dev/udp-idle-timeout": "77"]
        var served = ServedServices(
            NodeSnapshot(
                services: [service], endpointSlices: [Self.slice(addresses: ["127.0.0.1"], weight: "7")]))
        service.metadata.annotations = ["fairway.dev/udp-idle-timeout": "soon"]
        let broken = NodeSnapshot(
            services: [service],
            endpointSlices: [Self.slice(addresses: ["127.0.0.1", "127.0.0.2"], weight: "heavy")])
        served.follow(broken)
        let after = served.members[service.serviceKey]?.service
        #expect(after?.timeouts.udpReplied == 77)
        #expect(after?.ports[0].endpoints.map(\.weight) == [7, 100])
        let fresh = ServedServices(broken).members[service.serviceKey]?.service
        #expect(fresh?.timeouts == IdleTimeouts())
        #expect(fresh?.ports[0].endpoints.map(\.weight) == [100, 100])
    }
}

@Suite("ServedServices")
struct ServedServicesTests {
    /// A snapshot of a Service and a slice at the versions that a server gave them.
    static func snapshot(service: String?, slice: String?, address: String = "127.0.0.1") -> NodeSnapshot {
        var (object, endpoints) = (NodeSnapshotTests.service(), NodeSnapshotTests.slice(addresses: [address]))
        object.metadata.resourceVersion = service
        endpoints.metadata.uid = "slice"
        endpoints.metadata.resourceVersion = slice
        return NodeSnapshot(services: [object], endpointSlices: [endpoints])
    }

    @Test("what changed is read again: by the versions of the objects, or always where they have none")
    func readsAgain() {
        let changes = [(("1", "1"), ("1", "2")), (("1", "1"), ("2", "1")), ((nil, nil), (nil, nil))]
        for (before, after) in changes as [((String?, String?), (String?, String?))] {
            var served = ServedServices(Self.snapshot(service: before.0, slice: before.1))
            served.follow(Self.snapshot(service: after.0, slice: after.1, address: "127.0.0.9"))
            #expect(
                served.table.entries.values.allSatisfy {
                    $0.backends.map(\.backend.address.description) == ["127.0.0.9"]
                })
        }
    }

    @Test("a Service whose objects are at the same versions stays as it was read")
    func staysRead() {
        var served = ServedServices(Self.snapshot(service: "1", slice: "1"))
        let before = served.table
        served.follow(Self.snapshot(service: "1", slice: "1", address: "127.0.0.9"))
        #expect(served.table == before)
        served.follow(NodeSnapshot())
        #expect(served.table == ForwardingTable())
        #expect(served.acknowledged == [])
    }
}

@Suite("A node that follows what changes")
struct NodeFollowingTests {
    typealias Sources = (services: Store<FairwayKubernetes.Service>, slices: Store<EndpointSlice>)

    private static func slice(_ name: String, of service: String, _ address: String) -> EndpointSlice {
        var slice = NodeSnapshotTests.slice(name, addresses: [address])
        slice.metadata.labels[EndpointSlice.serviceNameLabel] = service
        return slice
    }

    /// One after another.
    static let changes: [(what: String, happen: @Sendable (Sources) -> Void)] = [
        ("nothing is there", { _ in }),
        ("a Service comes", { $0.services.put(NodeSnapshotTests.service("a")) }),
        ("its slice comes", { $0.slices.put(slice("s", of: "a", "127.0.0.1")) }),
        ("the slice changes", { $0.slices.put(slice("s", of: "a", "127.0.0.2")) }),
        ("nothing changes", { _ in }),
        ("a slice comes before its Service", { $0.slices.put(slice("t", of: "b", "127.0.0.3")) }),
        ("its Service wants what the other has", { $0.services.put(NodeSnapshotTests.service("b")) }),
        ("a slice goes from one to the other", { $0.slices.put(slice("s", of: "b", "127.0.0.4")) }),
        ("the older one goes", { $0.services.remove(NodeSnapshotTests.service("a").key) }),
        (
            "all is read anew",
            {
                $0.services.replace(with: [:])
                $0.slices.replace(with: [:])
            }
        ),
        (
            "much comes at a time",
            { sources in
                for number in 0..<3_000 {
                    let service = NodeSnapshotTests.service(
                        "m\(number)", ips: ["127.1.\(number / 250).\(number % 250)"])
                    sources.services.put(service)
                    sources.slices.put(slice("m\(number)", of: "m\(number)", "127.0.0.5"))
                }
            }
        ),
        ("one of many loses its slice", { $0.slices.remove(ObjectKey(namespace: "default", name: "m77")) }),
    ]

    @Test("what it serves is what it would serve if it had just begun")
    func follows() {
        let sources: Sources = (Store(), Store())
        let node = NodeIdentity(name: "here", hasUnnamedEndpoints: true)
        var (snapshot, served) = (NodeSnapshot(node: node), ServedServices())
        for change in Self.changes {
            change.happen(sources)
            let (services, slices) = (sources.services.snapshot, sources.slices.snapshot)
            let before = served
            let changed = snapshot.follow(services, slices)
            let isSame = served.follow(snapshot, changed: changed)
            let fresh = ServedServices(
                NodeSnapshot(services: Array(services.values), endpointSlices: Array(slices.values), node: node))
            // There may be thousands, which nobody wants to read.
            #expect(served.says(fresh) == true, "\(change.what)")
            if isSame { #expect(served.says(before) == true, "\(change.what)") }
        }
    }

    @Test("only what has changed is looked at")
    func changed() {
        let sources: Sources = (Store(), Store())
        var snapshot = NodeSnapshot(node: NodeIdentity(name: "here", hasUnnamedEndpoints: true))
        func next() -> Set<String> {
            Set(snapshot.follow(sources.services.snapshot, sources.slices.snapshot).map(\.name))
        }
        for name in ["a", "b", "c"] { sources.services.put(NodeSnapshotTests.service(name)) }
        #expect(next() == ["a", "b", "c"])
        sources.services.put(NodeSnapshotTests.service("b"))
        #expect(next() == ["b"])
        sources.slices.put(Self.slice("s", of: "c", "127.0.0.1"))
        #expect(next() == ["c"])
        sources.slices.put(Self.slice("s", of: "a", "127.0.0.1"))
        #expect(next() == ["a", "c"])
        #expect(next() == [])
        sources.services.replace(with: [:])
        #expect(next() == ["a", "b", "c"])
    }
}

extension ServedServices {
    fileprivate func says(_ other: Self) -> Bool { table == other.table && acknowledged == other.acknowledged }

    /// What is served by a snapshot alone.
    init(_ snapshot: NodeSnapshot) {
        self.init()
        follow(snapshot)
    }
}

extension NodeSnapshot {
    /// What a node sees that has everything to itself.
    init(services: [FairwayKubernetes.Service] = [], endpointSlices: [EndpointSlice] = []) {
        self.init(
            services: services, endpointSlices: endpointSlices,
            node: NodeIdentity(name: "here", hasUnnamedEndpoints: true))
    }
}
