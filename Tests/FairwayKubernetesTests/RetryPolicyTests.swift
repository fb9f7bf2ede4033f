import FairwayJSON
import Testing

@testable import FairwayKubernetes

@Suite struct RetryPolicyTests {
    /// failure, whether the request is repeatable, whether it is sent again
    static let cases: [(RetryPolicy.Failure, Bool, Bool)] = [
        (.unanswered(beforeSending: true), false, true),
        (.unanswered(beforeSending: false), false, false),
        (.unanswered(beforeSending: false), true, true),
        (.status(429, retryAfter: nil), false, true),
        (.status(503, retryAfter: nil), true, true),
        (.status(503, retryAfter: .seconds(1)), false, false),
        (.status(504, retryAfter: nil), true, true),
        (.status(500, retryAfter: nil), true, false),
        (.status(409, retryAfter: nil), true, false),
        (.status(404, retryAfter: nil), true, false),
    ]

    @Test("what is sent again", arguments: cases)
    func table(failure: RetryPolicy.Failure, isRepeatable: Bool, expected: Bool) {
        var random = SystemRandomNumberGenerator()
        let delay = RetryPolicy.standard.delay(
            after: failure, attempt: 1, isRepeatable: isRepeatable, random: &random)
        #expect((delay != nil) == expected)
    }

    @Test("only a JSON patch without a test is not to be sent twice")
    func patches() {
        #expect(Patch.merge([:]).isRepeatable)
        #expect(Patch.apply([:], fieldManager: "a", force: true).isRepeatable)
        #expect(!Patch.json([["op": "add", "path": "/a/-", "value": 1]]).isRepeatable)
        #expect(Patch.json([["op": "test", "path": "/a", "value": 1], ["op": "remove", "path": "/a"]]).isRepeatable)
    }
}
