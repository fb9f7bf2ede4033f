import FairwayCore
import FairwayNet
import FairwayTestSupport
import Testing

@Suite("Maglev")
struct MaglevTests {
    static func backends(_ count: Int, weights: (Int) -> UInt16 = { _ in 100 }) -> [WeightedBackend] {
        (0..<count).map { index in
            WeightedBackend(
                Backend(
                    address: .v4(IPv4Address(10, 0, UInt8(index >> 8), UInt8(index & 255))), port: 8_080),
                weight: weights(index))
        }
    }

    /// The backend of each entry: a table of a prime size answers a hash by the entry that is its remainder.
    static func entries(of table: Maglev) -> [Backend] {
        (0..<table.size).compactMap { table.backend(for: UInt64($0)) }
    }

    static func entryCounts(of table: Maglev) -> [Backend: Int] {
        entries(of: table).reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    @Test(
        "the table grows with the number of backends, and its size is a prime",
        arguments: [
            (0, 0), (1, 1), (2, 4_099), (16, 4_099), (17, 16_411), (65, 16_411), (66, 65_537), (262, 65_537),
            (263, 262_147),
        ])
    func size(count: Int, size: Int) {
        let table = Maglev(Self.backends(count))
        #expect(table.size == size)
        #expect(size < 2 || !(2..<size).prefix { $0 * $0 <= size }.contains { size % $0 == 0 })
    }

    @Test("uneven weights make the table larger, up to 65,537 entries")
    func unevenSize() {
        #expect(Maglev(Self.backends(2) { $0 == 0 ? 10 : 100 }).size == 4_099)
        #expect(Maglev(Self.backends(2) { $0 == 0 ? 10 : 1_000 }).size == 16_411)
        #expect(Maglev(Self.backends(2) { $0 == 0 ? 1 : 1_000 }).size == 65_537)
    }

    @Test("a table without backends leads nowhere, and one with a single one always there")
    func fewest() {
        let none = Maglev(Self.backends(3) { _ in 0 })
        #expect(none.lookup(hash: 7) == nil)
        #expect(none.backend(for: 7) == nil)
        let single = Maglev(Self.backends(2) { $0 == 0 ? 0 : 5 })
        #expect(single.backends == ["10.0.0.1:8080"])
        #expect([0, 1, UInt64.max].allSatisfy { single.backend(for: $0) == "10.0.0.1:8080" })
    }

    @Test("neither the order nor repeats of backends matter")
    func order() {
        var generator = SeededGenerator(seed: 1)
        let weighted = Self.backends(9) { UInt16($0 * 50) }
        let repeated = weighted + weighted.map { WeightedBackend($0.backend, weight: $0.weight / 2) }
        #expect(Maglev(repeated.shuffled(using: &generator)) == Maglev(weighted))
    }

    @Test("the table is the same in every process and release")
    func stable() {
        var hash = StableHash()
        for backend in Self.entries(of: Maglev(Self.backends(5) { UInt16($0 + 1) })) {
            hash.combine(backend)
        }
        #expect(Fingerprint(rawValue: hash.value).description == "37b716fe00f77d6b")
    }

    @Test(
        "each backend has its share of the entries within 2 %",
        arguments: [
            [1, 1], [1, 3], [100, 100, 100], [1, 1_000], [1_000, 999, 1], [3, 5, 7, 11, 13],
            Array(repeating: 100, count: 10), Array(repeating: 100, count: 40), Array(1...30),
            Array(repeating: 10, count: 20) + Array(repeating: 1_000, count: 5), Array(repeating: 100, count: 164),
        ] as [[UInt16]])
    func shares(weights: [UInt16]) {
        let weighted = Self.backends(weights.count) { weights[$0] }
        let table = Maglev(weighted)
        let counts = Self.entryCounts(of: table)
        let total = weights.reduce(0.0) { $0 + Double($1) }
        for backend in weighted {
            let share = Double(table.size) * Double(backend.weight) / total
            let error = abs(Double(counts[backend.backend] ?? 0) - share) / share
            #expect(error <= 0.02, "\(backend) has \(counts[backend.backend] ?? 0) entries rather than \(share)")
        }
    }

    @Test("weights drawn by chance have their shares within 2 %", arguments: 0..<12 as Range<UInt64>)
    func randomShares(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        shares(
            weights: (0..<Int.random(in: 2...24, using: &generator)).map { _ in
                UInt16.random(in: 20...1_000, using: &generator)
            })
    }

    /// The share of the entries of `kept` backends that lead elsewhere in the other table.
    static func movement(from old: Maglev, to new: Maglev, except gone: Set<Backend>) -> Double {
        let pairs = zip(entries(of: old), entries(of: new)).filter { !gone.contains($0.0) }
        return Double(pairs.count { $0.0 != $0.1 }) / Double(pairs.count)
    }

    @Test(
        "when a backend leaves, few entries of the others move",
        arguments: [3, 5, 8, 10, 16, 20, 65, 160])
    func movement(count: Int) {
        let weighted = Self.backends(count)
        let old = Maglev(weighted)
        for leaving in Set([0, count / 2, count - 1]) {
            let new = Maglev(weighted.enumerated().filter { $0.offset != leaving }.map(\.element))
            let moved = Self.movement(from: old, to: new, except: [weighted[leaving].backend])
            #expect(old.size == new.size)
            #expect(moved <= 0.03, "\(moved) moved when \(leaving) of \(count) left")
        }
    }

    @Test("with 65,537 entries and a hundred backends at most 1 % moves when one leaves")
    func movementOfLargeTables() {
        let weighted = Self.backends(100)
        let old = Maglev(weighted)
        #expect(old.size == 65_537)
        for leaving in [0, 50, 99] {
            let new = Maglev(weighted.enumerated().filter { $0.offset != leaving }.map(\.element))
            let moved = Self.movement(from: old, to: new, except: [weighted[leaving].backend])
            #expect(moved <= 0.01, "\(moved) moved when \(leaving) left")
        }
    }

    @Test("when a weighted backend leaves, few entries of the others move", arguments: 0..<6 as Range<UInt64>)
    func weightedMovement(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let weighted = Self.backends(8) { _ in UInt16.random(in: 100...120, using: &generator) }
        let old = Maglev(weighted)
        let new = Maglev(weighted.dropFirst())
        #expect(old.size == new.size)
        #expect(Self.movement(from: old, to: new, except: [weighted[0].backend]) <= 0.03)
    }

    @Test("flows spread over the backends by their weights")
    func flows() {
        let table = Maglev(Self.backends(2) { $0 == 0 ? 100 : 300 })
        let frontend = Frontend(address: "192.0.2.1", port: 80, transport: .udp)
        let first = (0..<20_000).count { port in
            let client = SocketAddress(address: "198.51.100.7", port: UInt16(port + 1_024))
            return table.lookup(hash: StableHash.flow(from: client, to: frontend)) == 0
        }
        #expect((4_700...5_300).contains(first))
    }
}
