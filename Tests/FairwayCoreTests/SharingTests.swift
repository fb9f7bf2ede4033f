import FairwayCore
import FairwayNet
import Testing

@Suite("Shared addresses")
struct SharingTests {
    static let pools = AllocationTests.pools

    @Test("Services of one key and different ports take one address")
    func share() {
        let result = Self.pools.allocate(to: [
            claimant("tcp", age: 1, key: "echo"), claimant("udp", age: 2, ports: [udp80], key: "echo"),
            claimant("other", age: 3, ports: [tcp81], key: "else"), claimant("alone", age: 4, ports: [tcp81]),
        ])
        #expect(
            result.mapValues { $0.addresses.map(\.address) } == [
                "tcp": ["192.0.2.0"], "udp": ["192.0.2.0"], "other": ["192.0.2.1"], "alone": ["192.0.2.2"],
            ])
        #expect(result.values.allSatisfy { $0.portConflicts.isEmpty && $0.refusal == nil })
    }

    @Test("one that asks for nothing takes another address rather than a clash")
    func clashElsewhere() {
        let result = Self.pools.allocate(to: [
            claimant("a", age: 1, key: "k"), claimant("b", age: 2, ports: [tcp80, udp80], key: "k"),
            claimant("c", age: 3, ports: [tcp81], key: "k"), claimant("d", age: 4, ports: [udp80, tcp81], key: "k"),
        ])
        #expect(
            result.mapValues { $0.addresses.map(\.address) } == [
                "a": ["192.0.2.0"], "b": ["192.0.2.1"], "c": ["192.0.2.0"], "d": ["192.0.2.2"],
            ])
    }

    @Test("one that asks for the address gets it without the ports that clash")
    func clashOnRequest() {
        let result = Self.pools.allocate(to: [
            claimant("a", age: 1, ports: [tcp80, tcp81], asks: ["192.0.2.1"], key: "k"),
            claimant("b", age: 2, ports: [udp80, tcp80], asks: ["192.0.2.1"], key: "k"),
        ])
        let conflict = PortConflict(address: "192.0.2.1", port: tcp80, holder: "a")
        #expect(result["a"]?.portConflicts == [])
        #expect(result["b"]?.addresses.map(\.address) == ["192.0.2.1"])
        #expect(result["b"]?.portConflicts == [conflict])
        #expect(result["b"]?.refusal == nil)
        #expect(
            conflict.description
                == "Port 80/TCP of the shared address 192.0.2.1 is served for the older Service default/a: "
                + "use another port, or take the address away from one of the two.")
    }

    @Test("one that holds the address keeps it when a port comes to clash, and the older serves the port")
    func clashOnHeld() {
        let result = Self.pools.allocate(to: [
            claimant("b", age: 2, ports: [tcp80, udp80], held: ["192.0.2.1"], key: "k"),
            claimant("a", age: 1, ports: [tcp80, tcp81], held: ["192.0.2.1"], key: "k"),
        ])
        #expect(result["b"]?.addresses.map(\.address) == ["192.0.2.1"])
        #expect(result["b"]?.portConflicts == [PortConflict(address: "192.0.2.1", port: tcp80, holder: "a")])
    }

    @Test("one whose ports are all taken is refused the address")
    func allClash() {
        let result = Self.pools.allocate(to: [
            claimant("a", age: 1, ports: [tcp80], held: ["192.0.2.1"], key: "k"),
            claimant("b", age: 2, ports: [udp80], held: ["192.0.2.1"], key: "k"),
            claimant("c", age: 3, ports: [tcp80, udp80], asks: ["192.0.2.1"], key: "k"),
        ])
        #expect(result["c"]?.addresses == [])
        #expect(
            result["c"]?.refusal
                == AllocationRefusal(
                    .portsTaken,
                    "default/c cannot share 192.0.2.1: the Services default/a, default/b are already served there on "
                        + "80/TCP, 80/UDP; use other ports, or ask for another address."))
    }

    @Test("an older one that asks does not drive out a younger one that holds")
    func noDisplacement() {
        let result = Self.pools.allocate(to: [
            claimant("old", age: 1, ports: [tcp80, tcp81], asks: ["192.0.2.1"], key: "k"),
            claimant("young", age: 2, ports: [tcp80], held: ["192.0.2.1"], key: "k"),
        ])
        #expect(result["young"]?.addresses.map(\.address) == ["192.0.2.1"])
        #expect(result["young"]?.portConflicts == [])
        #expect(result["old"]?.addresses == [])
        #expect(result["old"]?.refusal?.message.contains("it would take all ports from default/young") == true)
    }

    @Test("Services share while both are Cluster, or both Local with one selector")
    func trafficPolicies() {
        let (same, other) = (TrafficPolicy.local(selector: ["app": "a"]), TrafficPolicy.local(selector: ["app": "b"]))
        let cases: [(TrafficPolicy, TrafficPolicy, Bool)] = [
            (.cluster, .cluster, true), (same, same, true), (same, other, false), (.cluster, same, false),
            (same, .cluster, false), (.local(selector: [:]), .local(selector: [:]), false),
        ]
        for (one, two, mayShare) in cases {
            var services = [claimant("a", age: 1, key: "k"), claimant("b", age: 2, ports: [udp80], key: "k")]
            (services[0].trafficPolicy, services[1].trafficPolicy) = (one, two)
            let result = Self.pools.allocate(to: services)
            #expect((result["b"]?.addresses == result["a"]?.addresses) == mayShare, "\(one) beside \(two)")
        }
    }

    @Test(
        "sharing re-evaluated when ETP changes: the older keeps the address, and one that asks for it is told why not")
    func policyChanges() {
        var services = [
            claimant("a", age: 1, held: ["192.0.2.0"], key: "k"),
            claimant("b", age: 2, ports: [udp80], held: ["192.0.2.0"], key: "k"),
        ]
        services[1].trafficPolicy = .local(selector: ["app": "b"])
        let parted = Self.pools.allocate(to: services)
        #expect(parted["a"]?.addresses.map(\.address) == ["192.0.2.0"])
        #expect(parted["b"]?.addresses.map(\.address) == ["192.0.2.1"])
        services[1].requestedAddresses = ["192.0.2.0"]
        #expect(
            Self.pools.allocate(to: services)["b"]?.refusal?.message
                == "default/b cannot have 192.0.2.0: the Service default/a holds it, and with externalTrafficPolicy Local "
                + "an address is shared only by Services that are all Local and have the same selector; ask for another "
                + "address, or make both Cluster.")
    }

    @Test(
        "a refusal says who holds the address and which rule failed",
        arguments: [
            ("default/b", nil, "the Service default/a holds it, and default/b has no sharing key"),
            ("default/b", "other", "default/a holds it and shares it by the key “k”"),
            ("elsewhere/b", "k", "default/a holds it, and the pool “edge” lets only Services of one namespace share"),
        ] as [(ServiceKey, String?, String)])
    func rules(service: ServiceKey, key: String?, words: String) {
        let result = Self.pools.allocate(to: [
            claimant("a", age: 1, held: ["192.0.2.1"], key: "k"),
            claimant(service, age: 2, ports: [udp80], asks: ["192.0.2.1"], key: key),
        ])
        #expect(result[service]?.addresses == [])
        #expect(result[service]?.refusal?.reason == .addressTaken)
        #expect(result[service]?.refusal?.message.contains(words) == true)
    }

    @Test("a holder without a key shares with nobody")
    func holderWithoutKey() {
        let result = Self.pools.allocate(to: [
            claimant("a", age: 1, held: ["192.0.2.1"]),
            claimant("b", age: 2, ports: [udp80], asks: ["192.0.2.1"], key: "k"),
        ])
        #expect(result["b"]?.refusal?.message.contains("default/a holds it and does not share it") == true)
    }

    @Test("a pool of the cluster is shared between namespaces, one of a namespace is not")
    func namespaces() {
        for (pool, isShared) in [("open", true), ("edge", false)] {
            let result = Self.pools.allocate(to: [
                claimant("one/a", age: 1, pool: pool, key: "k"),
                claimant("two/b", age: 2, ports: [udp80], pool: pool, key: "k"),
            ])
            let addresses = [result["one/a"], result["two/b"]].map { $0?.addresses.map(\.address) }
            #expect((addresses[0] == addresses[1]) == isShared)
            #expect(addresses.allSatisfy { $0?.count == 1 })
        }
    }

    @Test("two that lose their key part: the older keeps the address")
    func keyTaken() {
        let result = Self.pools.allocate(to: [
            claimant("a", age: 1, held: ["192.0.2.3"]),
            claimant("b", age: 2, ports: [udp80], held: ["192.0.2.3"], key: "k"),
        ])
        #expect(result["a"]?.addresses.map(\.address) == ["192.0.2.3"])
        #expect(result["b"]?.addresses.map(\.address) == ["192.0.2.0"])
    }

    @Test("of two that hold an address under one key, the younger moves when the older serves all its ports")
    func heldWithoutPort() {
        let result = Self.pools.allocate(to: [
            claimant("young", age: 2, ports: [tcp80], held: ["192.0.2.3"], key: "k"),
            claimant("old", age: 1, ports: [tcp80, udp80], held: ["192.0.2.3"], key: "k"),
        ])
        #expect(result["old"]?.addresses.map(\.address) == ["192.0.2.3"])
        #expect(result["young"]?.addresses.map(\.address) == ["192.0.2.0"])
    }

    @Test("holders of two namespaces stay when their pool no longer lets them share, and nobody joins them")
    func narrowedPool() {
        let holders = [
            claimant("one/a", age: 1, held: ["192.0.2.3"], key: "k"),
            claimant("two/b", age: 2, ports: [udp80], held: ["192.0.2.3"], key: "k"),
        ]
        let result = Self.pools.allocate(
            to: holders + [
                claimant("one/c", age: 3, ports: [tcp81], asks: ["192.0.2.3"], key: "k")
            ])
        #expect(result["one/a"]?.addresses.map(\.address) == ["192.0.2.3"])
        #expect(result["two/b"]?.addresses.map(\.address) == ["192.0.2.3"])
        #expect(result["one/c"]?.refusal?.message.contains("the Service two/b holds it, and the pool “edge”") == true)
    }

    @Test("an address of another pool than the one asked for, of no pool, or left out by its pool is not joined")
    func sharedElsewhere() {
        let pools = AddressPools([
            AddressPool(name: "edge", ranges: ["192.0.2.0/30"], avoidBuggyIPs: true),
            AddressPool(name: "open", ranges: ["10.0.0.0/30"], autoAssign: false),
        ])
        for held in ["10.0.0.1", "192.0.2.0", "203.0.113.1"] as [IPAddress] {
            let result = pools.allocate(to: [
                claimant("a", age: 1, held: [held], key: "k"),
                claimant("b", age: 2, ports: [udp80], pool: "edge", key: "k"),
                claimant("c", age: 3, ports: [tcp81], key: "k"),
            ])
            #expect(result["a"]?.addresses.map(\.address) == [held])
            #expect(result["b"]?.addresses.map(\.address) == ["192.0.2.1"])
            let joined: IPAddress = held == "10.0.0.1" ? held : "192.0.2.1"
            #expect(result["c"]?.addresses.map(\.address) == [joined])
        }
    }
}
