import FairwayCore
import FairwayNet
import Testing

@Suite("Address pools")
struct AddressPoolsTests {
    static let edge = AddressPool(name: "edge", ranges: ["192.0.2.0/24"])

    @Test(
        "a pool that does not go with the others is refused with a sentence",
        arguments: [
            (
                AddressPool(name: "new", ranges: []),
                "The pool “new” has no addresses: give it at least one prefix or range in spec.addresses."
            ),
            (
                AddressPool(name: "new", ranges: ["10.0.0.8/29", "10.0.1.0/24", "10.0.0.0-10.0.0.8"]),
                "The pool “new” names addresses twice: 10.0.0.0-10.0.0.8 and 10.0.0.8-10.0.0.15 overlap; "
                    + "leave one of them out or make it smaller."
            ),
            (
                AddressPool(name: "new", ranges: ["10.0.0.0/24", "192.0.2.255-192.0.3.9"]),
                "The pool “new” overlaps the pool “edge”: 192.0.2.255-192.0.3.9 and 192.0.2.0-192.0.2.255 have "
                    + "addresses in common; an address may be in one pool only."
            ),
        ])
    func refuses(pool: AddressPool, message: String) {
        let pools = AddressPools([Self.edge, pool])
        #expect(pools.usable == [Self.edge])
        #expect(pools.refused == [AddressPoolError(pool: "new", message: message)])
    }

    @Test("pools that lie side by side, or are of two families, go together")
    func together() {
        let beside = AddressPool(name: "beside", ranges: ["192.0.3.0/24", "192.0.1.0/24"])
        let other = AddressPool(name: "v6", ranges: ["2001:db8::/64"])
        let pools = AddressPools([Self.edge, other, beside])
        #expect(pools.usable.map(\.name) == ["beside", "edge", "v6"])
        #expect(pools.refused.isEmpty)
        #expect(pools.pool(holding: "192.0.1.7")?.name == "beside")
        #expect(pools.pool(holding: "2001:db8::7")?.name == "v6")
        #expect(pools.pool(holding: "192.0.4.0") == nil)
    }

    @Test("a pool may overlap what it was before")
    func itself() throws {
        let larger = AddressPool(name: "edge", ranges: ["192.0.2.0/23"])
        try larger.validate(beside: [Self.edge])
    }

    @Test("a pool that avoids them offers no .0 and .255")
    func buggyAddresses() {
        var pool = Self.edge
        #expect(pool.offers("192.0.2.0"))
        pool.avoidBuggyIPs = true
        #expect(!pool.offers("192.0.2.0"))
        #expect(!pool.offers("192.0.2.255"))
        #expect(pool.offers("192.0.2.1"))
        #expect(AddressPool(name: "v6", ranges: ["2001:db8::/64"], avoidBuggyIPs: true).offers("2001:db8::"))
    }
}
