import FairwayCore
import FairwayNet
import Testing

@Suite("Pools for some Services only")
struct ServiceAllocationTests {
    static let gold = LabelSelector([.isIn(key: "tier", values: ["gold", "silver"])])

    static func pool(
        _ name: String, _ range: IPAddressRange, autoAssign: Bool = true, priority: Int = 0,
        namespaces: Set<String> = [], namespaceSelectors: [LabelSelector] = [], serviceSelectors: [LabelSelector] = []
    ) -> AddressPool {
        AddressPool(
            name: name, ranges: [range], autoAssign: autoAssign,
            allocation: ServiceAllocation(
                priority: priority, namespaces: namespaces, namespaceSelectors: namespaceSelectors,
                serviceSelectors: serviceSelectors))
    }

    static let selections: [(selector: LabelSelector, labels: [String: String], matches: Bool)] = [
        (LabelSelector(), [:], true),
        (gold, ["tier": "gold"], true), (gold, ["tier": "lead"], false), (gold, [:], false),
        (LabelSelector([.isNotIn(key: "tier", values: ["gold"])]), ["tier": "gold"], false),
        (LabelSelector([.isNotIn(key: "tier", values: ["gold"])]), ["tier": "lead"], true),
        (LabelSelector([.isNotIn(key: "tier", values: ["gold"])]), [:], true),
        (LabelSelector([.exists(key: "tier")]), ["tier": ""], true),
        (LabelSelector([.exists(key: "tier")]), ["other": ""], false),
        (LabelSelector([.doesNotExist(key: "tier")]), ["tier": ""], false),
        (LabelSelector([.doesNotExist(key: "tier")]), [:], true),
        (LabelSelector([.exists(key: "a"), .exists(key: "b")]), ["a": ""], false),
    ]

    @Test("a selector asks for all of its requirements", arguments: selections)
    func selectors(selector: LabelSelector, labels: [String: String], matches: Bool) {
        #expect(selector.matches(labels) == matches)
    }

    @Test("priority 1 before 50 before 0, then pools for some Services, then by name")
    func order() {
        let pools = AddressPools([
            Self.pool("a", "192.0.2.0/32"), Self.pool("b", "192.0.2.1/32"),
            Self.pool("c", "192.0.2.2/32", namespaces: ["default"]),
            Self.pool("d", "192.0.2.3/32", priority: 50), Self.pool("e", "192.0.2.4/32", priority: 1),
            Self.pool("f", "192.0.2.5/32", priority: 1, serviceSelectors: [LabelSelector()]),
        ])
        let services = (0..<6).map { claimant(ServiceKey(namespace: "default", name: "s\($0)"), age: $0) }
        let result = pools.allocate(to: services)
        #expect(services.map { result[$0.key]?.addresses.first?.pool } == ["f", "e", "d", "c", "a", "b"])
    }

    /// A Service in `team` with a label, in a namespace with a label, and pools that may or may not admit it.
    static let pinned: [(pool: AddressPool, admits: Bool)] = [
        (pool("p", "10.0.0.0/30"), true),
        (pool("p", "10.0.0.0/30", namespaces: ["team"]), true),
        (pool("p", "10.0.0.0/30", namespaces: ["other"]), false),
        (pool("p", "10.0.0.0/30", namespaceSelectors: [gold]), true),
        (pool("p", "10.0.0.0/30", namespaceSelectors: [LabelSelector([.exists(key: "app")])]), false),
        (pool("p", "10.0.0.0/30", namespaces: ["other"], namespaceSelectors: [gold]), true),
        (pool("p", "10.0.0.0/30", serviceSelectors: [LabelSelector([.exists(key: "app")])]), true),
        (pool("p", "10.0.0.0/30", serviceSelectors: [gold, LabelSelector([.exists(key: "app")])]), true),
        (pool("p", "10.0.0.0/30", serviceSelectors: [gold]), false),
        (pool("p", "10.0.0.0/30", namespaces: ["team"], serviceSelectors: [gold]), false),
        (pool("p", "10.0.0.0/30", namespaces: ["other"], serviceSelectors: [LabelSelector()]), false),
    ]

    static func teamService(asks: [IPAddress] = [], pool: String? = nil, held: [IPAddress] = []) -> AddressClaimant {
        var service = claimant("team/a", age: 1, held: held, asks: asks, pool: pool)
        service.labels = ["app": "echo"]
        service.namespaceLabels = ["tier": "gold"]
        return service
    }

    @Test(
        "namespace, namespaceSelector and serviceSelector pins admit and keep out, asked for or not", arguments: pinned)
    func pins(pool: AddressPool, admits: Bool) {
        let wishes = [
            Self.teamService(), Self.teamService(pool: "p"), Self.teamService(asks: ["10.0.0.2"]),
        ]
        for wish in wishes {
            let result = AddressPools([pool]).allocate(to: [wish])["team/a"]
            #expect(result?.addresses.map(\.pool) == (admits ? ["p"] : []))
            #expect((result?.refusal == nil) == admits)
        }
    }

    @Test("a Service that is kept out of the first pools gets of the next")
    func next() {
        let pools = AddressPools([
            Self.pool("first", "192.0.2.0/30", priority: 1, namespaces: ["other"]), Self.pool("last", "10.0.0.0/30"),
        ])
        #expect(pools.allocate(to: [Self.teamService()])["team/a"]?.addresses.map(\.pool) == ["last"])
    }

    @Test("autoAssign=false is skipped but honoured when named, pinned or not")
    func autoAssign() {
        let pools = AddressPools([Self.pool("p", "10.0.0.0/30", autoAssign: false, namespaces: ["team"])])
        #expect(pools.allocate(to: [Self.teamService()])["team/a"]?.refusal?.reason == .noPool)
        #expect(pools.allocate(to: [Self.teamService(pool: "p")])["team/a"]?.addresses.map(\.pool) == ["p"])
    }

    @Test("a refusal says which rule keeps the Service out")
    func sentences() {
        let namespaces = AddressPools([Self.pool("p", "10.0.0.0/30", namespaces: ["other"])])
        let labels = AddressPools([Self.pool("p", "10.0.0.0/30", serviceSelectors: [Self.gold])])
        func refusal(_ pools: AddressPools, _ wish: AddressClaimant) -> AllocationRefusal? {
            pools.allocate(to: [wish])["team/a"]?.refusal
        }
        #expect(
            refusal(namespaces, Self.teamService(asks: ["10.0.0.1"]))
                == AllocationRefusal(
                    .poolForbidden,
                    "team/a cannot have 10.0.0.1 of the pool “p”: the pool is for other namespaces; ask for another "
                        + "pool, or add the namespace “team” to the pool's serviceAllocation.namespaces."))
        #expect(
            refusal(labels, Self.teamService(pool: "p"))
                == AllocationRefusal(
                    .poolForbidden,
                    "team/a cannot have an address of the pool “p”: none of the pool's "
                        + "serviceAllocation.serviceSelectors matches the Service's labels; "
                        + "ask for another pool, or correct the labels."))
        #expect(
            refusal(labels, Self.teamService())
                == AllocationRefusal(
                    .noPool,
                    "team/a cannot have an IPv4 address: by serviceAllocation the pool “p” is for other Services; "
                        + "add a pool for this one, or let a pool admit it."))
    }

    @Test("an address of a pool that has come to keep its Service out stays while no other is asked for")
    func held() {
        let pools = AddressPools([
            Self.pool("p", "10.0.0.0/30", namespaces: ["other"]), Self.pool("q", "192.0.2.0/30"),
        ])
        for wish in [Self.teamService(held: ["10.0.0.3"]), Self.teamService(pool: "p", held: ["10.0.0.3"])] {
            #expect(
                pools.allocate(to: [wish])["team/a"]
                    == Allocation(addresses: [AssignedAddress(address: "10.0.0.3", pool: "p", isAdmitted: false)]))
        }
        let mover = Self.teamService(pool: "q", held: ["10.0.0.3"])
        #expect(pools.allocate(to: [mover])["team/a"]?.addresses.map(\.pool) == ["q"])
    }

    @Test("a Service does not share its way into a pool that is for others")
    func sharing() {
        var pool = Self.pool("p", "10.0.0.0/30", namespaces: ["default"])
        pool.sharing = .cluster
        let holder = claimant("a", age: 1, held: ["10.0.0.0"], key: "k")
        var other = Self.teamService()
        other.ports = [udp80]
        other.sharingKey = "k"
        let result = AddressPools([pool]).allocate(to: [holder, other])
        #expect(result["team/a"]?.refusal?.reason == .noPool)
    }
}
