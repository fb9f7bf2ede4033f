import FairwayCore
import FairwayNet
import Testing

@Suite("Loops of frontends")
struct ForwardingTableLoopsTests {
    private static func frontend(_ last: UInt8, _ transport: TransportProtocol = .tcp) -> Frontend {
        Frontend(address: .v4(IPv4Address(192, 0, 2, last)), port: 80, transport: transport)
    }

    /// A table of TCP frontends, each with the backends of the given last bytes.
    private static func table(_ edges: [UInt8: [UInt8]]) -> ForwardingTable {
        var table = ForwardingTable()
        for (from, targets) in edges {
            let backends = targets.map { WeightedBackend(Backend(address: frontend($0).address, port: 80)) }
            table.entries[frontend(from)] = ForwardingEntry(
                service: ServiceKey(namespace: "default", name: "s\(from)"), backends: backends)
        }
        return table
    }

    @Test(
        "those that lead back to themselves are taken out, and nothing else",
        arguments: [
            ([1: [1]], [1]), ([1: [2], 2: [1]], [1, 2]), ([1: [2], 2: [3], 3: [2]], [2, 3]),
            ([1: [2], 2: [9]], []), ([1: [9, 8]], []), ([1: [9, 1]], [1]),
        ] as [([UInt8: [UInt8]], [UInt8])])
    func loops(edges: [UInt8: [UInt8]], taken: [UInt8]) {
        var table = Self.table(edges)
        let refusals = table.removeLoops()
        #expect(Set(refusals.keys) == Set(taken.map { Self.frontend($0) }))
        #expect(Set(table.entries.keys) == Set(edges.keys.filter { !taken.contains($0) }.map { Self.frontend($0) }))
        #expect(refusals.values.allSatisfy { $0.reason == "BackendLoop" })
    }

    @Test("the same port of another protocol is no loop")
    func otherProtocol() {
        var table = Self.table([1: [2]])
        table.entries[Self.frontend(2, .udp)] = Self.table([2: [1]]).entries[Self.frontend(2)]
        #expect(table.removeLoops().isEmpty)
    }
}
