import FairwayCore
import FairwayNet
import FairwayTestSupport
import Testing

@Suite("AffinityTable")
struct AffinityTableTests {
    private static let (one, two): (Backend, Backend) = ("10.0.0.1:80", "10.0.0.2:80")

    private static func client(_ number: Int) -> IPAddress { .v4(IPv4Address(rawValue: 0xC000_0200 + UInt32(number))) }

    struct Step {
        /// In seconds.
        var time: UInt64
        var client: IPAddress = AffinityTableTests.client(1)
        var taking: Set<Backend> = [one, two]
        /// The backend of a client that has none.
        var fallback: Backend? = two
        var expected: Backend?
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var steps: [Step]
    }

    static let cases = [
        Case(
            testDescription: "a client keeps its backend, whatever others would be given",
            steps: [Step(time: 0, fallback: one, expected: one), Step(time: 9, expected: one)]),
        Case(
            testDescription: "each new flow makes the time begin again, and then it is over",
            steps: [
                Step(time: 0, fallback: one, expected: one), Step(time: 9, expected: one),
                Step(time: 18, expected: one),
                Step(time: 28, expected: two),
            ]),
        Case(
            testDescription: "a backend that takes no new flows loses its clients at once, and for good",
            steps: [
                Step(time: 0, fallback: one, expected: one), Step(time: 1, taking: [two], expected: two),
                Step(time: 2, fallback: one, expected: two),
            ]),
        Case(
            testDescription: "where none takes flows there is none, and the client is not forgotten",
            steps: [
                Step(time: 0, fallback: one, expected: one), Step(time: 1, taking: [], fallback: nil, expected: nil),
                Step(time: 2, expected: one),
            ]),
        Case(
            testDescription: "clients are apart from one another",
            steps: [
                Step(time: 0, fallback: one, expected: one), Step(time: 0, client: client(2), expected: two),
                Step(time: 0, client: .v6(IPv6Address(high: 0, low: 0xC000_0201)), expected: two),
                Step(time: 1, fallback: one, expected: one),
            ]),
        Case(
            testDescription: "a clock that is a little behind takes no time away",
            steps: [
                Step(time: 5, fallback: one, expected: one), Step(time: 4, expected: one),
                Step(time: 14, expected: one),
            ]),
    ]

    @Test("a client's new flows go to the backend it had, for a time", arguments: cases)
    func chooses(_ example: Case) {
        var table = AffinityTable(capacity: 100)
        for step in example.steps {
            let backend = table.backend(
                of: step.client, by: ClientAffinity(timeout: 10), now: step.time * 1_000, takes: step.taking.contains,
                otherwise: { step.fallback })
            #expect(backend == step.expected, "\(step.time) s")
        }
    }

    @Test("a client that was moved to another backend stays there")
    func moves() {
        var table = AffinityTable(capacity: 100)
        #expect(table.backend(of: Self.client(1), now: 0, otherwise: Self.one) == Self.one)
        table.remember(Self.two, of: Self.client(1), by: ClientAffinity(), now: 1)
        #expect(table.backend(of: Self.client(1), now: 2, otherwise: Self.one) == Self.two)
    }

    @Test("its clients are told with their backends, those that are longest away first")
    func told() {
        var table = AffinityTable(capacity: 3)
        for (time, number) in [1, 2, 3, 1, 4].enumerated() {
            table.remember(number == 1 ? Self.one : Self.two, of: Self.client(number), by: .init(), now: UInt64(time))
        }
        var told: [String] = []
        table.forEach { told.append("\($0) \($1) \($2)") }
        #expect(
            told == [
                "\(Self.client(3)) \(Self.two) 2", "\(Self.client(1)) \(Self.one) 3", "\(Self.client(4)) \(Self.two) 4",
            ])
    }

    @Test("where there is no place left, those that are longest away are forgotten")
    func eviction() {
        var table = AffinityTable(capacity: 3)
        for number in 1...3 { _ = table.backend(of: Self.client(number), now: 0, otherwise: Self.one) }
        #expect(table.backend(of: Self.client(1), now: 1, otherwise: Self.two) == Self.one)
        #expect(table.backend(of: Self.client(4), now: 2, otherwise: Self.one) == Self.one)
        #expect(table.count == 3)
        #expect(table.backend(of: Self.client(2), now: 3, otherwise: Self.two) == Self.two)
        for (number, expected) in [(1, Self.one), (4, Self.one), (3, Self.two)] {
            #expect(table.backend(of: Self.client(number), now: 4, otherwise: Self.two) == expected, "\(number)")
        }
    }

    @Test("a million clients, a thousand at a time, take the places of a thousand")
    func memory() {
        var table = AffinityTable(capacity: 100_000)
        for number in 0..<1_000_000 {
            let now = UInt64(number) * ClientAffinity().milliseconds / 1_000
            _ = table.backend(of: Self.client(number), now: now, otherwise: Self.one)
        }
        #expect(table.count == 1_000)
    }

    @Test("it is what a list that is searched from end to end would be", arguments: UInt64(1)...5)
    func model(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var table = AffinityTable(capacity: 8)
        var model: [(client: Int, backend: Backend, time: UInt64)] = []
        let backends = [Self.one, Self.two]
        for time in UInt64(0)..<2_000 {
            let (number, fallback) = (Int.random(in: 0..<12, using: &random), backends[Int(time % 2)])
            let found = model.firstIndex { $0.client == number }.map { model.remove(at: $0) }
            let expected = found?.backend ?? fallback
            if model.count == 8 { model.removeFirst() }
            model.append((number, expected, time))
            #expect(table.backend(of: Self.client(number), now: time, otherwise: fallback) == expected)
        }
    }
}

extension AffinityTable {
    fileprivate mutating func backend(of client: IPAddress, now: UInt64, otherwise: Backend) -> Backend? {
        backend(of: client, by: ClientAffinity(), now: now, takes: { _ in true }, otherwise: { otherwise })
    }
}

extension ClientAffinity {
    fileprivate var milliseconds: UInt64 { UInt64(timeout) * 1_000 }
}
