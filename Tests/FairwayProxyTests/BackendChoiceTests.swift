import FairwayCore
import FairwayNet
import Testing

@testable import FairwayProxy

@Suite("BackendChoice")
struct BackendChoiceTests {
    private let backends = (1...5).map { Backend(address: .v4(IPv4Address(10, 0, 0, $0)), port: 80) }

    @Test("each attempt of a flow gets another backend, until none is left", arguments: UInt64(0)..<50)
    func attempts(hash: UInt64) {
        var entry = ForwardingEntry()
        entry.backends = backends.map { WeightedBackend($0, weight: $0 == backends[0] ? 1 : 1_000) }
        let choice = BackendChoice(entry)
        let picked = (0..<5).compactMap { choice.pick(hash: hash &* 0x9E37_79B9_7F4A_7C15, attempt: $0) }
        #expect(Set(picked) == Set(backends))
        #expect(choice.pick(hash: hash, attempt: 5) == nil)
    }

    @Test("a flow that was given another backend at first gets all the others after it", arguments: UInt64(0)..<20)
    func attemptsAfterFirst(hash: UInt64) {
        let (hash, choice) = (hash &* 0x9E37_79B9_7F4A_7C15, BackendChoice(ForwardingEntry(backends[0], backends[1])))
        for (first, other) in [(0, 1), (1, 0)] {
            let picked = (0..<3).map { choice.pick(hash: hash, attempt: $0, after: backends[first]) }
            #expect(picked == [backends[first], backends[other], nil])
        }
        #expect(choice.pick(hash: hash, attempt: 1, after: backends[4]) == choice.pick(hash: hash, attempt: 0))
    }

    @Test("backends that drain or have weight 0 keep flows and take none")
    func keeping() {
        var entry = ForwardingEntry(draining: [backends[0]])
        entry.backends = [WeightedBackend(backends[1], weight: 0)]
        let choice = BackendChoice(entry)
        #expect(choice.keeps(backends[0]) && choice.keeps(backends[1]) && !choice.keeps(backends[2]))
        #expect(choice.keepsFlows && !choice.takesFlows)
        #expect(choice.pick(hash: 1, attempt: 0) == nil)
    }

    @Test("without backends nothing is kept and nothing taken")
    func none() {
        #expect(!BackendChoice.none.keepsFlows && !BackendChoice.none.takesFlows)
        #expect(BackendChoice.none.pick(hash: 1, attempt: 0) == nil)
    }
}
