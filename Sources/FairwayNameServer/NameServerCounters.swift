/// What a name server has counted since it began.
package struct NameServerCounters: Hashable, Sendable {
    /// Questions that there was an answer to, by what was asked and how it went; those that were too many are among them.
    package var queries: [Kind: UInt64] = [:]
    /// Messages without an answer: they answer something themselves, or have no header.
    package var ignored: UInt64 = 0
    /// Questions without an answer since their neighbourhood had too many: see `ResponseRates`.
    package var rateLimited: UInt64 = 0
    /// Those of them that were told to come by TCP instead.
    package var rateTruncated: UInt64 = 0
    /// Answers over UDP that the kernel did not take.
    package var unsent: UInt64 = 0
    package var acceptedConnections: UInt64 = 0
    /// TCP connections that were closed at once: see `ConnectionLimits`.
    package var refusedConnections: UInt64 = 0
    /// TCP connections at this moment.
    package var openConnections: UInt64 = 0

    package struct Kind: Hashable, Sendable {
        /// A mnemonic such as `SRV`, or `other`: there are few.
        package var type: String
        /// A mnemonic such as `NXDOMAIN`, or `other`.
        package var responseCode: String

        package init(type: String, responseCode: String) {
            self.type = type
            self.responseCode = responseCode
        }
    }

    package init() {}
}
