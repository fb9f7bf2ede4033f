import FairwayCore
import FairwayNet
import Testing

@Suite("ClientRates")
struct ClientRatesTests {
    private static func client(_ number: UInt32) -> IPAddress { .v4(IPv4Address(rawValue: 0xC000_0200 + number)) }

    /// So many attempts of a client at one time.
    struct Step {
        /// In milliseconds.
        var time: UInt64
        var client: UInt32 = 1
        var rate: UInt32 = 4
        var attempts: Int
        var admitted: Int
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var steps: [Step]
    }

    static let cases = [
        Case(
            testDescription: "a client may begin as many at once as a second brings",
            steps: [Step(time: 0, attempts: 10, admitted: 4), Step(time: 0, attempts: 1, admitted: 0)]),
        Case(
            testDescription: "then as many as time brings, however often it tries meanwhile",
            steps: [
                Step(time: 0, attempts: 4, admitted: 4), Step(time: 249, attempts: 9, admitted: 0),
                Step(time: 250, attempts: 2, admitted: 1), Step(time: 400, attempts: 1, admitted: 0),
                Step(time: 1_000, attempts: 9, admitted: 3),
            ]),
        Case(
            testDescription: "what is not used is kept for a second and no more",
            steps: [Step(time: 0, attempts: 4, admitted: 4), Step(time: 60_000, attempts: 9, admitted: 4)]),
        Case(
            testDescription: "clients are apart from one another",
            steps: [
                Step(time: 0, attempts: 9, admitted: 4), Step(time: 0, client: 2, attempts: 9, admitted: 4),
                Step(time: 250, attempts: 9, admitted: 1),
            ]),
        Case(
            testDescription: "another rate is in force at once",
            steps: [
                Step(time: 0, attempts: 1, admitted: 1), Step(time: 0, rate: 1, attempts: 9, admitted: 1),
                Step(time: 1_000, rate: 100, attempts: 200, admitted: 100),
            ]),
        Case(
            testDescription: "the largest rate there is does not overflow",
            steps: [
                Step(time: 0, rate: .max, attempts: 1_000, admitted: 1_000),
                Step(time: .max / 2, rate: .max, attempts: 1_000, admitted: 1_000),
            ]),
        Case(
            testDescription: "a clock that is a little behind takes nothing away and brings nothing",
            steps: [Step(time: 1_000, attempts: 3, admitted: 3), Step(time: 990, attempts: 9, admitted: 1)]),
    ]

    @Test("each client has a bucket of one second's flows", arguments: cases)
    func admits(_ example: Case) {
        var rates = ClientRates(capacity: 16)
        for step in example.steps {
            var admitted = 0
            for _ in 0..<step.attempts
            where rates.admit(Self.client(step.client), rate: step.rate, now: step.time) {
                admitted += 1
            }
            #expect(admitted == step.admitted, "at \(step.time)")
        }
    }

    @Test("so many clients are remembered and no more, those that came last")
    func capacity() {
        var rates = ClientRates(capacity: 2)
        var admitted: [Bool] = []
        for number in [1, 2, 3, 3, 2, 1] as [UInt32] {
            admitted.append(rates.admit(Self.client(number), rate: 1, now: 0))
        }
        #expect(admitted == [true, true, true, false, false, true])
        let count = rates.count
        #expect(count == 2)
    }

    @Test("clients that have been away for a second make room first")
    func room() {
        var rates = ClientRates(capacity: 100)
        for number in 0..<50 as Range<UInt32> {
            let isAdmitted = rates.admit(Self.client(number), rate: 1, now: UInt64(number) * 1_000)
            #expect(isAdmitted)
        }
        let count = rates.count
        #expect(count == 1)
    }
}
