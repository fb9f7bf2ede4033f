import FairwayCore
import FairwayNet
import Testing

@Suite("Allocation")
struct AllocationTests {
    static let pools = AddressPools([
        AddressPool(name: "edge", ranges: ["192.0.2.0-192.0.2.3"]),
        AddressPool(name: "open", ranges: ["10.0.0.0/30"], autoAssign: false, sharing: .cluster),
        AddressPool(name: "six", ranges: ["2001:db8::/64"]),
    ])

    func allocate(
        _ claimants: AddressClaimant..., pools: AddressPools = Self.pools
    ) -> (ServiceKey) -> (addresses: [IPAddress], conflicts: [PortConflict], refusal: AllocationRefusal?) {
        let result = pools.allocate(to: claimants)
        return { key in
            let allocation = result[key] ?? Allocation()
            return (allocation.addresses.map(\.address), allocation.portConflicts, allocation.refusal)
        }
    }

    // MARK: Any address

    @Test("Services get the first free addresses, the oldest first")
    func automatic() {
        let got = allocate(claimant("b", age: 2), claimant("a", age: 1), claimant("c", age: 3))
        #expect(got("a").addresses == ["192.0.2.0"])
        #expect(got("b").addresses == ["192.0.2.1"])
        #expect(got("c").addresses == ["192.0.2.2"])
    }

    @Test("an allocation names the pool")
    func poolName() {
        let result = Self.pools.allocate(to: [claimant("a", age: 1, pool: "open")])
        #expect(result["a"]?.addresses == [AssignedAddress(address: "10.0.0.0", pool: "open")])
    }

    @Test("a Service for both families gets an address of each, in its order")
    func dualStack() {
        let got = allocate(claimant("a", age: 1, families: [.ipv6, .ipv4]))
        #expect(got("a").addresses == ["2001:db8::", "192.0.2.0"])
    }

    @Test("where both families are a must, one that cannot be had leaves the Service without any")
    func dualStackRequired() {
        let got = allocate(
            claimant("a", age: 1, families: [.ipv4, .ipv6]),
            pools: AddressPools([AddressPool(name: "edge", ranges: ["192.0.2.0/24"])]))
        #expect(got("a").addresses.isEmpty)
        #expect(got("a").refusal?.reason == .noPool)
    }

    @Test("where one family will do, the Service gets that one")
    func dualStackPreferred() {
        var wish = claimant("a", age: 1, families: [.ipv4, .ipv6])
        wish.needsEveryFamily = false
        let got = allocate(wish, pools: AddressPools([AddressPool(name: "six", ranges: ["2001:db8::/64"])]))
        #expect(got("a").addresses == ["2001:db8::"])
        #expect(got("a").refusal == nil)
    }

    static let mixedPools = AddressPools([
        AddressPool(name: "a4", ranges: ["192.0.2.0/30"]), AddressPool(name: "b6", ranges: ["2001:db8:b::/64"]),
        AddressPool(name: "dual", ranges: ["198.51.100.0/30", "2001:db8:d::/64"]),
    ])

    @Test(
        "PreferDualStack picks dual pool, v4 first unless ipFamilies[0]=v6",
        arguments: [
            ([.ipv4, .ipv6], ["198.51.100.0", "2001:db8:d::"]), ([.ipv6, .ipv4], ["2001:db8:d::", "198.51.100.0"]),
        ] as [([AddressFamily], [IPAddress])])
    func dualPool(families: [AddressFamily], addresses: [IPAddress]) {
        for needsEveryFamily in [true, false] {
            var wish = claimant("a", age: 1, families: families)
            wish.needsEveryFamily = needsEveryFamily
            #expect(allocate(wish, pools: Self.mixedPools)("a").addresses == addresses)
        }
    }

    @Test("second IP added later when the pool becomes dual, does not jump pools")
    func laterDual() {
        var wish = claimant("a", age: 1, held: ["192.0.2.0"], families: [.ipv4, .ipv6])
        wish.needsEveryFamily = false
        var pools = [
            AddressPool(name: "a4", ranges: ["192.0.2.0/30"]), AddressPool(name: "z4", ranges: ["10.0.0.0/30"]),
        ]
        #expect(allocate(wish, pools: AddressPools(pools))("a").addresses == ["192.0.2.0"])
        pools[1].ranges.append("2001:db8:2::/64")
        #expect(allocate(wish, pools: AddressPools(pools))("a").addresses == ["192.0.2.0", "2001:db8:2::"])
        pools[0].ranges.append("2001:db8:1::/64")
        #expect(allocate(wish, pools: AddressPools(pools))("a").addresses == ["192.0.2.0", "2001:db8:1::"])
    }

    @Test("a pool that avoids .0 and .255 gives others")
    func buggyAddresses() {
        let pools = AddressPools([
            AddressPool(name: "edge", ranges: ["192.0.2.255-192.0.3.1"], avoidBuggyIPs: true)
        ])
        let got = allocate(
            claimant("a", age: 1), claimant("b", age: 2), claimant("c", age: 3, asks: ["192.0.3.0"]), pools: pools)
        #expect(got("a").addresses == ["192.0.3.1"])
        #expect(got("b").refusal?.reason == .poolExhausted)
        #expect(
            got("c").refusal?.message
                == "default/c cannot have 192.0.3.0: the pool “edge” leaves out addresses that end in .0 and .255 "
                + "(avoidBuggyIPs); ask for another address.")
    }

    @Test("an exhausted pool is refused with a sentence, and the oldest that waits is next")
    func exhaustion() {
        let holders = (0..<4).map { index in
            claimant(
                ServiceKey(namespace: "default", name: "h\(index)"), age: Int64(index),
                held: [IPAddressRange("192.0.2.0-192.0.2.3").address(at: UInt128(index)) ?? "::"])
        }
        let waiting = [claimant("young", age: 20), claimant("old", age: 10)]
        let full = Self.pools.allocate(to: holders + waiting)
        #expect(full["old"]?.addresses == [])
        #expect(
            full["old"]?.refusal?.message
                == "default/old cannot have an IPv4 address: all those of the pool “edge” are in use; "
                + "delete a Service that holds one, or add addresses to a pool.")
        let freed = Self.pools.allocate(to: holders.dropFirst() + waiting)
        #expect(freed["old"]?.addresses.map(\.address) == ["192.0.2.0"])
        #expect(freed["young"]?.refusal?.reason == .poolExhausted)
    }

    @Test(
        "a pool that cannot give is refused",
        arguments: [
            ("gone", .poolNotFound, "there is no such pool; create it"),
            ("broken", .poolNotFound, "the pool is not valid"),
            ("six", .noPool, "the pool “six” has no IPv4 addresses"),
        ] as [(String, AllocationRefusal.Reason, String)])
    func poolsThatCannotGive(name: String, reason: AllocationRefusal.Reason, words: String) {
        let pools = AddressPools(Self.pools.usable + [AddressPool(name: "broken", ranges: [])])
        let got = allocate(claimant("a", age: 1, pool: name), pools: pools)
        #expect(got("a").addresses.isEmpty)
        #expect(got("a").refusal?.reason == reason)
        #expect(got("a").refusal?.message.contains(words) == true)
    }

    @Test("without any pool there is a sentence")
    func noPool() {
        let got = allocate(claimant("a", age: 1), pools: AddressPools([]))
        #expect(
            got("a").refusal
                == AllocationRefusal(
                    .noPool,
                    "default/a cannot have an IPv4 address: no address pool gives out IPv4 addresses by itself; "
                        + "add IPv4 addresses to a pool, or ask for another pool."))
    }

    // MARK: What is held

    @Test("what is held is kept, and not given to an older Service that waits")
    func sticky() {
        let got = allocate(claimant("old", age: 1), claimant("new", age: 9, held: ["192.0.2.0"]))
        #expect(got("new").addresses == ["192.0.2.0"])
        #expect(got("old").addresses == ["192.0.2.1"])
    }

    @Test("of two that hold an address the older keeps it, and the younger gets another")
    func duplicate() {
        let got = allocate(
            claimant("young", age: 2, held: ["192.0.2.0"]), claimant("old", age: 1, held: ["192.0.2.0"]))
        #expect(got("old").addresses == ["192.0.2.0"])
        #expect(got("young").addresses == ["192.0.2.1"])
    }

    @Test("an address outside every pool is kept while nothing else is wanted")
    func outsidePools() {
        let result = Self.pools.allocate(to: [
            claimant("a", age: 1, held: ["203.0.113.1"]),
            claimant("b", age: 2, held: ["203.0.113.2"], pool: "edge"),
            claimant("c", age: 3, held: ["203.0.113.3"], asks: ["203.0.113.3"]),
        ])
        #expect(result["a"] == Allocation(addresses: [AssignedAddress(address: "203.0.113.1", pool: nil)]))
        #expect(result["b"]?.addresses == [AssignedAddress(address: "192.0.2.0", pool: "edge")])
        #expect(result["c"] == Allocation(addresses: [AssignedAddress(address: "203.0.113.3", pool: nil)]))
    }

    @Test("a Service that leaves keeps its address until it is gone, and is given nothing")
    func leaving() {
        var holder = claimant("a", age: 1, held: ["192.0.2.0"])
        var waiting = claimant("b", age: 2)
        holder.isLeaving = true
        waiting.isLeaving = true
        let got = allocate(holder, waiting, claimant("c", age: 3))
        #expect(got("a").addresses == ["192.0.2.0"])
        #expect(got("b").addresses == [])
        #expect(got("b").refusal == nil)
        #expect(got("c").addresses == ["192.0.2.1"])
    }

    @Test("a family that is no longer wanted is given back")
    func narrowed() {
        let got = allocate(claimant("a", age: 1, held: ["2001:db8::", "192.0.2.3"]))
        #expect(got("a").addresses == ["192.0.2.3"])
    }

    @Test("of two held addresses of a family the one that is asked for, or the first, is kept")
    func heldTwice() {
        let held: [IPAddress] = ["192.0.2.2", "192.0.2.3", "10.0.0.1"]
        for (asks, pool, kept) in [
            ([], nil, "192.0.2.2"), (["192.0.2.3"], nil, "192.0.2.3"), ([], "open", "10.0.0.1"),
        ] as [([IPAddress], String?, IPAddress)] {
            let got = allocate(claimant("a", age: 1, held: held, asks: asks, pool: pool))
            #expect(got("a").addresses == [kept])
            #expect(got("a").refusal == nil)
        }
    }

    @Test("wishes that cannot be read change nothing")
    func unreadable() {
        let refusal = AllocationRefusal(.invalidRequest, "It cannot be read.")
        var holder = claimant("a", age: 1, held: ["192.0.2.2"])
        var waiting = claimant("b", age: 2)
        holder.unreadable = refusal
        waiting.unreadable = refusal
        let got = allocate(holder, waiting)
        #expect(got("a").addresses == ["192.0.2.2"])
        #expect(got("a").refusal == refusal)
        #expect(got("b").addresses == [])
        #expect(got("b").refusal == refusal)
    }

    // MARK: Addresses asked for

    @Test("an address that is asked for is given, from a pool that gives none by itself as well")
    func asked() {
        let got = allocate(
            claimant("a", age: 1, asks: ["192.0.2.3"]), claimant("b", age: 2, asks: ["10.0.0.2"]),
            claimant("c", age: 3, asks: ["2001:db8::9"], families: [.ipv4, .ipv6]))
        #expect(got("a").addresses == ["192.0.2.3"])
        #expect(got("b").addresses == ["10.0.0.2"])
        #expect(got("c").addresses == ["192.0.2.0", "2001:db8::9"])
    }

    @Test(
        "an address that cannot be had is refused, not replaced, and what is held is kept",
        arguments: [
            (["203.0.113.9"], nil, .addressOutsidePools, "it is in no address pool; ask for an address of a pool"),
            (["192.0.2.2"], "open", .addressOutsidePool, "it is not in the pool “open”, which is asked for as well"),
            (["2001:db8::1"], nil, .addressFamilyMismatch, "it is an IPv6 address and the Service is for IPv4"),
            (["192.0.2.2", "192.0.2.3"], nil, .addressFamilyMismatch, "cannot have both 192.0.2.2 and 192.0.2.3"),
            (["192.0.2.1"], nil, .addressTaken, "the Service default/holder holds it"),
        ] as [([IPAddress], String?, AllocationRefusal.Reason, String)])
    func refused(asks: [IPAddress], pool: String?, reason: AllocationRefusal.Reason, words: String) {
        for held in [[], ["192.0.2.0"]] as [[IPAddress]] {
            let got = allocate(
                claimant("a", age: 1, held: held, asks: asks, pool: pool),
                claimant("holder", age: 2, held: ["192.0.2.1"]))
            #expect(got("a").addresses == held)
            #expect(got("a").refusal?.reason == reason)
            #expect(got("a").refusal?.message.contains(words) == true)
            #expect(got("holder").addresses == ["192.0.2.1"])
        }
    }

    @Test("a wish that can be met is, and the address left is free in the next decision only")
    func moves() {
        let mover = claimant("a", age: 1, held: ["192.0.2.0"], asks: ["192.0.2.3"])
        let got = allocate(mover, claimant("b", age: 2, asks: ["192.0.2.0"]))
        #expect(got("a").addresses == ["192.0.2.3"])
        #expect(got("b").refusal?.reason == .addressTaken)
        let next = allocate(
            claimant("a", age: 1, held: ["192.0.2.3"], asks: ["192.0.2.3"]),
            claimant("b", age: 2, asks: ["192.0.2.0"]))
        #expect(next("b").addresses == ["192.0.2.0"])
    }

    @Test("another pool that is asked for is moved to, or the address kept")
    func movesPools() {
        let got = allocate(
            claimant("a", age: 1, held: ["192.0.2.0"], pool: "open"),
            claimant("b", age: 2, held: ["192.0.2.1"], pool: "gone"))
        #expect(got("a").addresses == ["10.0.0.0"])
        #expect(got("b").addresses == ["192.0.2.1"])
        #expect(got("b").refusal?.reason == .poolNotFound)
    }
}
