import FairwayCore
import FairwayNet
import FairwayTestSupport
import Testing

@Suite("Allocation, whatever happens")
struct AllocationPropertyTests {
    @Test("no address twice without sharing, no clash, and what is held stays", arguments: 0..<24 as Range<UInt64>)
    func history(seed: UInt64) {
        var world = World(seed: seed)
        for step in 0..<60 {
            let before = world.services
            world.change()
            let survivors = world.services
            let result = world.decide()
            world.expectSound(result, "seed \(seed), step \(step)")
            for (key, service) in survivors where before[key] == service && service.isContent(in: world.pools) {
                #expect(
                    result[key]?.addresses.map(\.address) == service.held,
                    "seed \(seed), step \(step): \(key) moved without a wish")
            }
        }
        world.settle()
        #expect(world.decide() == world.decide(), "a decision taken again is the same")
        let settled = world.services
        world.settle()
        #expect(world.services == settled, "seed \(seed): a restart changed something")
    }

    @Test("ten thousand Services in a /64 get an address each, and the next one as well")
    func large() {
        let pools = AddressPools([AddressPool(name: "six", ranges: ["2001:db8::/64"])])
        var services = (0..<10_000).map { index in
            claimant(
                ServiceKey(namespace: "default", name: "s\(index)"), age: Int64(index), families: [.ipv6])
        }
        let first = pools.allocate(to: services)
        #expect(Set(first.values.flatMap { $0.addresses.map(\.address) }).count == 10_000)
        for index in services.indices {
            services[index].held = first[services[index].key]?.addresses.map(\.address) ?? []
        }
        services.append(claimant("last", age: 10_000, families: [.ipv6]))
        let second = pools.allocate(to: services.shuffled())
        #expect(second["last"]?.addresses.map(\.address) == ["2001:db8::2710"])
        #expect(first.allSatisfy { second[$0.key] == $0.value })
    }
}

extension AddressClaimant {
    /// Whether it holds what it wants, so that nothing it holds may change.
    fileprivate func isContent(in pools: AddressPools) -> Bool {
        held.count == 1 && (requestedAddresses.isEmpty || requestedAddresses == held)
            && (requestedPool == nil || pools.pool(holding: held[0])?.name == requestedPool)
    }
}

/// A cluster in which Services come, go and change their minds.
private struct World {
    let pools = AddressPools([
        AddressPool(name: "edge", ranges: ["192.0.2.0-192.0.2.5"]),
        AddressPool(name: "open", ranges: ["10.0.0.0/30"], autoAssign: false, sharing: .cluster),
    ])
    var services: [ServiceKey: AddressClaimant] = [:]
    private var generator: SeededGenerator
    private var age: Int64 = 0

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func change() {
        let victim = services.keys.sorted().randomElement(using: &generator)
        switch (Int.random(in: 0..<10, using: &generator), victim) {
        case (0..<2, let victim?): services[victim] = nil
        case (2..<4, let victim?): wish(of: victim)
        default: add()
        }
    }

    private mutating func add() {
        age += 1
        let namespace = ["one", "two"].randomElement(using: &generator) ?? "one"
        let key = ServiceKey(namespace: namespace, name: "s\(age)")
        let ports = [tcp80, udp80, tcp81].shuffled(using: &generator).prefix(Int.random(in: 1...3, using: &generator))
        services[key] = claimant(
            key, age: age, ports: Array(ports), key: [nil, "k", "l"].randomElement(using: &generator) ?? nil)
        if Bool.random(using: &generator) { wish(of: key) }
    }

    private mutating func wish(of key: ServiceKey) {
        let addresses: [[IPAddress]] = [[], [], ["192.0.2.1"], ["192.0.2.4"], ["10.0.0.1"], ["203.0.113.1"]]
        services[key]?.requestedAddresses = addresses.randomElement(using: &generator) ?? []
        services[key]?.requestedPool = [nil, nil, "open", "edge"].randomElement(using: &generator) ?? nil
    }

    /// Takes a decision, and writes it down as what the Services hold.
    mutating func decide() -> [ServiceKey: Allocation] {
        let result = pools.allocate(to: services.values.shuffled(using: &generator))
        for (key, allocation) in result {
            services[key]?.held = allocation.addresses.map(\.address)
        }
        return result
    }

    /// Decides until nothing changes.
    mutating func settle() {
        for _ in 0..<20 {
            let before = services
            _ = decide()
            if services == before { return }
        }
        Issue.record("the Services do not come to rest")
    }

    func expectSound(_ result: [ServiceKey: Allocation], _ comment: Comment) {
        #expect(Set(result.keys) == Set(services.keys), comment)
        var holders: [IPAddress: [AddressClaimant]] = [:]
        for (key, allocation) in result {
            #expect(allocation.addresses.isEmpty == false || allocation.refusal != nil, comment)
            for assigned in allocation.addresses {
                #expect(pools.pool(holding: assigned.address)?.name == assigned.pool, comment)
                holders[assigned.address, default: []] += services[key].map { [$0] } ?? []
            }
        }
        for (address, sharers) in holders where sharers.count > 1 {
            expectSharing(sharers, on: address, result, comment)
        }
    }

    private func expectSharing(
        _ sharers: [AddressClaimant], on address: IPAddress, _ result: [ServiceKey: Allocation], _ comment: Comment
    ) {
        #expect(Set(sharers.map(\.sharingKey)).count == 1 && sharers[0].sharingKey != nil, comment)
        if pools.pool(holding: address)?.sharing == .namespace {
            #expect(Set(sharers.map(\.key.namespace)).count == 1, comment)
        }
        let served = sharers.map { sharer in
            let conflicts = result[sharer.key]?.portConflicts.filter { $0.address == address }.map(\.port) ?? []
            return Set(sharer.ports).subtracting(conflicts)
        }
        #expect(served.allSatisfy { !$0.isEmpty }, comment)
        #expect(served.reduce(0) { $0 + $1.count } == Set(served.joined()).count, comment)
    }
}
