import FairwayCore
import Testing

@Suite("Suspicion")
struct SuspicionTests {
    enum Event {
        case fails, succeeds
        /// A new flow asks, and may begin or not.
        case asks(Bool)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var trustsSilence = true
        /// With their times, in milliseconds.
        var events: [(UInt64, Event)]
    }

    static let cases = [
        Case(testDescription: "a backend is trusted at first", events: [(0, .asks(true)), (0, .asks(true))]),
        Case(
            testDescription: "one that fails is suspect for a second, then one flow tries it",
            events: [
                (5, .fails), (5, .asks(false)), (1_004, .asks(false)), (1_005, .asks(true)), (1_005, .asks(false)),
            ]),
        Case(
            testDescription: "a success clears it, whoever has it",
            events: [
                (0, .fails), (1, .succeeds), (1, .asks(true)), (1, .asks(true)), (2, .fails), (1_002, .asks(true)),
            ]
        ),
        Case(
            testDescription: "many flows that fail together are one failure",
            events: Array(repeating: (0, .fails), count: 100) + [(999, .asks(false)), (1_000, .asks(true))]),
        Case(
            testDescription: "each trial that fails makes the while twice as long, to a minute",
            events: [(0, .fails)]
                + [1, 3, 7, 15, 31, 63, 123, 183, 243].flatMap { second -> [(UInt64, Event)] in
                    let time = UInt64(second) * 1_000
                    return [(time - 1, .asks(false)), (time, .asks(true)), (time, .fails)]
                }),
        Case(
            testDescription: "after a success the whiles begin anew",
            events: [
                (0, .fails), (1_000, .asks(true)), (1_000, .fails), (3_000, .asks(true)), (3_001, .succeeds),
                (4_000, .fails), (4_999, .asks(false)), (5_000, .asks(true)),
            ]),
        Case(
            testDescription: "a trial that does not fail in time is trusted",
            events: [
                (0, .fails), (1_000, .asks(true)), (7_999, .asks(false)), (8_000, .asks(true)), (8_000, .asks(true)),
            ]),
        Case(
            testDescription: "where silence is no sign of health, such a trial has failed", trustsSilence: false,
            events: [
                (0, .fails), (1_000, .asks(true)), (8_000, .asks(false)), (9_999, .asks(false)), (10_000, .asks(true)),
                (10_000, .asks(false)), (10_001, .succeeds), (10_001, .asks(true)), (10_001, .asks(true)),
            ]),
    ]

    @Test("whether a backend gets new flows, by how the latest fared", arguments: cases)
    func follows(_ example: Case) {
        var suspicion = Suspicion(trustsSilence: example.trustsSilence)
        for (time, event) in example.events {
            switch event {
            case .fails: suspicion.failed(now: time)
            case .succeeds: suspicion.succeeded()
            case .asks(let expected):
                let (admits, begins) = (suspicion.admits(now: time), suspicion.begin(now: time))
                #expect(admits == expected, "at \(time)")
                #expect(begins == expected, "at \(time)")
            }
        }
    }
}
