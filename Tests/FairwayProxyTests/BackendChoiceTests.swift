import FairwayCore
import FairwayLinux
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

    private func choice(of count: Int) -> BackendChoice {
        var entry = ForwardingEntry()
        entry.backends = backends.prefix(count).map { WeightedBackend($0) }
        return BackendChoice(entry)
    }

    private let start = MonotonicTime(milliseconds: 1_000_000)

    @Test("a flow that two backends have failed gets the third, and none after that", arguments: UInt64(0)..<20)
    func attemptsAfterFailures(number: UInt64) throws {
        let (hash, choice) = (number &* 0x9E37_79B9_7F4A_7C15, choice(of: 3))
        let first = try #require(choice.pick(hash: hash, now: start))
        choice.standing(of: first)?.failed(now: start)
        let second = try #require(choice.pick(hash: hash, now: start, passing: (first, first)))
        choice.standing(of: second)?.failed(now: start)
        #expect(choice.hasOther(than: (first, second)))
        let third = try #require(choice.pick(hash: hash, now: start, passing: (first, second)))
        #expect(Set([first, second, third]).count == 3)
        #expect(!self.choice(of: 2).hasOther(than: (backends[0], backends[1])))
        #expect(self.choice(of: 2).pick(hash: hash, now: start, passing: (backends[0], backends[1])) == nil)
    }

    @Test("a suspect backend's flows go to others, which keep their own", arguments: UInt64(0)..<50)
    func suspect(number: UInt64) {
        let (hash, choice) = (number &* 0x9E37_79B9_7F4A_7C15, choice(of: 5))
        let before = choice.pick(hash: hash, now: start)
        choice.standing(of: backends[2])?.failed(now: start)
        let after = choice.pick(hash: hash, now: start)
        #expect(before == backends[2] ? after != before : after == before)
    }

    @Test("where all are suspect, flows go where they would if none was")
    func allSuspect() {
        let (choice, trusting) = (choice(of: 5), choice(of: 5))
        backends.forEach { choice.standing(of: $0)?.failed(now: start) }
        for number in UInt64(0)..<50 {
            let hash = number &* 0x9E37_79B9_7F4A_7C15
            #expect(choice.pick(hash: hash, now: start) == trusting.pick(hash: hash, now: start))
        }
        #expect(backends.allSatisfy { choice.takes($0, now: start) })
    }

    @Test("a backend whose while is over gets one flow, and all of its own when that one fares well")
    func trial() {
        let (choice, later) = (choice(of: 2), start.advanced(by: Suspicion.firstWhile))
        choice.standing(of: backends[0])?.failed(now: start)
        let hashes = (UInt64(0)..<50).map { $0 &* 0x9E37_79B9_7F4A_7C15 }
        func flows() -> Int { hashes.count { choice.pick(hash: $0, now: later) == backends[0] } }
        #expect(flows() == 1)
        #expect(flows() == 0)
        #expect(!choice.takes(backends[0], now: later))
        choice.standing(of: backends[0])?.succeeded()
        #expect(flows() > 10)
        #expect(choice.takes(backends[0], now: later))
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
