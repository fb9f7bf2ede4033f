import FairwayResources
import Testing

@testable import FairwayNode

@Suite("How a node's answers are spread over NodeStates")
struct NodeStatePartsTests {
    static func status(_ services: some Sequence<Int>) -> NodeStateStatus {
        NodeStateStatus(
            node: "n", engine: "proxy",
            acknowledged: services.map {
                Acknowledgement(service: "d/\($0)", serviceVersion: "1", endpointsVersion: "1")
            })
    }

    @Test("a node without Services has one, and one with few has one as well")
    func one() {
        #expect(Self.status([]).parts(of: "n", keeping: [:]) == ["n": Self.status([])])
        #expect(Self.status(1...100).parts(of: "n", keeping: [:]) == ["n": Self.status(1...100)])
    }

    @Test("no NodeState speaks of more than a hundred Services, and each says whose it is")
    func several() {
        let parts = Self.status(1...250).parts(of: "n", keeping: [:])
        #expect(parts.mapValues(\.acknowledged.count) == ["n": 100, "n.part-2": 100, "n.part-3": 50])
        #expect(parts.values.allSatisfy { $0.node == "n" && $0.engine == "proxy" })
        #expect(Set(parts.values.flatMap(\.acknowledged)) == Set(Self.status(1...250).acknowledged))
    }

    @Test("a Service stays where it is spoken of, and what is gone makes room")
    func stays() {
        let before = Self.status(1...250).parts(of: "n", keeping: [:])
        let fewer = Self.status(51...250).parts(of: "n", keeping: before)
        #expect(fewer["n"] == Self.status(51...100))
        #expect(fewer["n.part-2"] == before["n.part-2"])
        let more = Self.status(51...260).parts(of: "n", keeping: fewer)
        #expect(more["n"]?.acknowledged.count == 60)
        #expect(more["n.part-3"] == before["n.part-3"])
        let last = Self.status([101]).parts(of: "n", keeping: more)
        #expect(last == ["n": Self.status([]), "n.part-2": Self.status([101])])
    }

    @Test("refusals stand with what is acknowledged of the same Service")
    func refusals() {
        var status = Self.status(1...150)
        let refusal = RefusedPort(
            service: "d/150", address: "192.0.2.1", port: 1, protocol: "TCP", reason: "PortInUse", message: "In use.")
        status.refused = [refusal]
        let parts = status.parts(of: "n", keeping: [:])
        #expect(parts["n"]?.refused == [])
        #expect(parts["n.part-2"]?.refused == [refusal])
    }
}
