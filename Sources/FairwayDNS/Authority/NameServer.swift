/// What answers questions about zones, and gives them to secondaries.
package protocol NameServer: Sendable {
    /// Answers from `table` from now on. A table that says the same as the last one changes nothing; secondaries are told of
    /// the zones whose serial is another one. Before the first table every answer is SERVFAIL.
    func apply(_ table: AuthorityTable) async
}
