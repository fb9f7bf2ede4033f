/// How many answers over UDP a neighbourhood (a /24 of IPv4, a /56 of IPv6) gets each second, so that questions with a forged
/// sender bring little on whom they are said to be from (response rate limiting).
///
/// Each thread counts for itself, so that the most are that many times the number of threads. What is one too many is left
/// unanswered or, each `slip`th of it, answered with TC and nothing else: who really asks can have it over TCP.
///
/// Not limited are TCP, who shows a cookie or signs, as they are who they say; and loopback, whose addresses no packet from
/// outside can have (RFC 1122 §3.2.1.3).
package struct ResponseRates: Hashable, Sendable {
    /// Of answers to one question.
    package var answers: Int
    /// Of answers without records, that a name or its type does not exist or is another server's, to all questions.
    package var negatives: Int
    /// Of errors, to all questions.
    package var errors: Int
    /// 1: all that is too many is answered with TC; 0: none is.
    package var slip: Int

    /// The defaults let resolvers with thousands of clients through, and a flood of forged questions not.
    package init(answers: Int = 200, negatives: Int = 100, errors: Int = 50, slip: Int = 2) {
        self.answers = max(1, answers)
        self.negatives = max(1, negatives)
        self.errors = max(1, errors)
        self.slip = max(0, slip)
    }
}
