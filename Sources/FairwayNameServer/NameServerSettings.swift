/// What a name server is told beside its tables.
package struct NameServerSettings: Sendable {
    /// What it says to whom asks which server it is (NSID, RFC 5001), at most 255 bytes of it; `nil`: nothing.
    package var identifier: [UInt8]?
    package var cookieSecret: CookieSecret
    /// How much it answers to those who may not be who they say; `nil`: everything.
    package var rates: ResponseRates?
    package var connections: ConnectionLimits

    package init(
        identifier: [UInt8]? = nil, cookieSecret: CookieSecret = .random(), rates: ResponseRates? = ResponseRates(),
        connections: ConnectionLimits = ConnectionLimits()
    ) {
        self.identifier = identifier.map { Array($0.prefix(255)) }
        self.cookieSecret = cookieSecret
        self.rates = rates
        self.connections = connections
    }
}

/// How many TCP connections there may be, and for how long (RFC 7766 §6.2, RFC 9210 §4).
package struct ConnectionLimits: Hashable, Sendable {
    /// All together. Where more than half of them are there, silent ones are closed after a tenth of the time.
    package var count: Int
    /// Of one client: an IPv4 address, or a /64 of IPv6.
    package var countPerClient: Int
    /// How long one may go without a whole question, or without taking the answers that wait for it, in milliseconds.
    package var patience: UInt64

    package init(count: Int = 2_048, countPerClient: Int = 128, patience: UInt64 = 30_000) {
        self.count = max(1, count)
        self.countPerClient = max(1, countPerClient)
        self.patience = max(10, patience)
    }
}
