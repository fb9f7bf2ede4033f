import FairwayControl
import FairwayCore
import FairwayKubernetes
import FairwayNet
import FairwayResources
import Foundation
import Testing

/// A cluster in values: what plans say is done to it at once, and nodes follow when told to.
struct Cluster {
    var snapshot = ControlSnapshot()
    var now = Date(timeIntervalSince1970: 1_800_000_000)
    /// Everything that was told, in order: `default/echo EnsuringLoadBalancer`.
    private(set) var told: [String] = []
    /// Everything that was told with its message.
    private(set) var messages: [String] = []
    private(set) var writes = 0
    private var memory = PlanMemory()

    init(pool: [String] = ["192.0.2.0/30"], nodes: [String] = ["node"]) {
        snapshot.pools = [Self.pool("pool", pool)]
        snapshot.nodeStates = nodes.map { NodeState(metadata: ObjectMeta(name: $0)) }
    }

    static func pool(_ name: String, _ addresses: [String]) -> AddressPoolObject {
        AddressPoolObject(
            metadata: ObjectMeta(name: name, uid: name, creationTimestamp: "2026-01-01T00:00:00Z"),
            spec: AddressPoolSpec(addresses: addresses))
    }

    /// A Service with a port of both protocols; later ones in the alphabet are younger.
    static func service(
        _ name: String, port: Int = 12_345, annotations: [String: String] = [:]
    ) -> FairwayKubernetes.Service {
        Service(
            metadata: ObjectMeta(
                name: name, namespace: "default", uid: name, resourceVersion: "1",
                creationTimestamp: "2026-01-01T00:00:00Z", annotations: annotations),
            spec: ServiceSpec(
                type: "LoadBalancer",
                ports: [
                    ServicePort(name: "t", protocol: "TCP", port: port),
                    ServicePort(name: "u", protocol: "UDP", port: port),
                ],
                ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack"),
            status: ServiceStatus(loadBalancer: LoadBalancerStatus()))
    }

    static func key(_ name: String) -> ServiceKey { ServiceKey(namespace: "default", name: name) }

    subscript(name: String) -> FairwayKubernetes.Service? {
        get { snapshot.services[Self.key(name)] }
        set { snapshot.services[Self.key(name)] = newValue }
    }

    mutating func add(_ services: FairwayKubernetes.Service...) {
        for service in services {
            snapshot.services[service.serviceKey] = service
        }
    }

    /// Does what plans say until there is nothing more to do.
    ///
    /// - Parameter nodes: whether nodes follow in between.
    mutating func settle(nodes: Bool = true) {
        for _ in 0..<20 {
            let plan = snapshot.plan(now: now, &memory)
            #expect(plan == snapshot.plan(now: now), "what is remembered changes no plan")
            let moved = nodes && follow()
            guard !plan.services.isEmpty || !plan.pools.isEmpty || moved else { return }
            for (key, service) in plan.services.sorted(by: { $0.key < $1.key }) {
                take(service, key)
            }
            for (name, status) in plan.pools {
                writes += 1
                for index in snapshot.pools.indices where snapshot.pools[index].metadata.name == name {
                    snapshot.pools[index].status = status
                }
            }
        }
    }

    private mutating func take(_ plan: ServicePlan, _ key: ServiceKey) {
        told += plan.notes.map { "\(key.name) \($0.reason)" }
        messages += plan.notes.map(\.message)
        if case .depart(let since) = plan.step {
            snapshot.departures[key] = Departure(since: since)
            return
        }
        writes += 1
        guard let service = snapshot.services[key].map(plan.step.applied(to:)) else { return }
        let isGone = service.isDeleting && service.metadata.finalizers.isEmpty
        snapshot.services[key] = isGone ? nil : service
    }

    /// Lets all nodes serve what there is, refusing what they refused before; whether that changed anything.
    @discardableResult
    mutating func follow() -> Bool {
        let served = snapshot.services.values
            .filter { $0.hasCleanupFinalizer && $0.isLoadBalancer && !$0.isDeleting && !$0.servedAddresses.isEmpty }
            .map { ServiceReading($0).served(at: $0.servedAddresses, endpoints: { _ in [] }) }
            .sorted { $0.key < $1.key }
        let acknowledged = served.map { Acknowledgement($0) }
        var moved = false
        for index in snapshot.nodeStates.indices {
            var status = snapshot.nodeStates[index].status ?? NodeStateStatus(engine: "proxy")
            status.acknowledged = acknowledged
            moved = moved || status != snapshot.nodeStates[index].status
            snapshot.nodeStates[index].status = status
        }
        return moved
    }

    /// Makes every node refuse a port from now on.
    mutating func refuse(_ refused: RefusedPort...) {
        for index in snapshot.nodeStates.indices {
            var status = snapshot.nodeStates[index].status ?? NodeStateStatus(engine: "proxy")
            status.refused = refused
            snapshot.nodeStates[index].status = status
        }
    }

    mutating func forgetTold() {
        told = []
        messages = []
        writes = 0
    }

    func addresses(_ name: String) -> [String] { self[name]?.ingressAddresses.map(\.description) ?? [] }

    func condition(_ name: String, _ type: String) -> Condition? {
        self[name]?.status?.conditions.first { $0.type == type }
    }

    /// `True Programmed`, for example.
    func programmed(_ name: String) -> String? {
        condition(name, ServiceConditions.programmed).map { "\($0.status) \($0.reason ?? "")" }
    }

    func assigned(_ name: String) -> String? {
        condition(name, ServiceConditions.addressAssigned).map { "\($0.status) \($0.reason ?? "")" }
    }

    /// The errors of the ports at the first address, in the order of the ports.
    func errors(_ name: String) -> [String?] {
        self[name]?.status?.loadBalancer?.ingress.first?.ports.map(\.error) ?? []
    }
}

extension ControlSnapshot {
    /// The plan of one that remembers nothing.
    func plan(now: Date) -> ControlPlan {
        var memory = PlanMemory()
        return plan(now: now, &memory)
    }
}
