package import FairwayNet

/// All that a name server answers from, at one moment.
package struct AuthorityTable: Sendable {
    /// Of two with one apex the first counts.
    package var zones: [Zone]
    /// Zones that are ours of which nothing can be said yet: SERVFAIL.
    package var unready: Set<DomainName>
    /// The keys that requests may be signed with.
    package var keys: [TSIGKey]

    /// A zone, and who may have all of it.
    package struct Zone: Sendable {
        package var contents: CompiledZone
        package var transfer: TransferRules

        package init(_ contents: CompiledZone, transfer: TransferRules = TransferRules()) {
            self.contents = contents
            self.transfer = transfer
        }
    }

    package init(zones: [Zone] = [], unready: Set<DomainName> = [], keys: [TSIGKey] = []) {
        self.zones = zones
        self.unready = unready
        self.keys = keys
    }
}

/// Who may have a whole zone (RFC 5936 §5), and who is told when it changes (RFC 1996).
package struct TransferRules: Hashable, Sendable {
    /// Where secondaries are; nobody elsewhere gets the zone. Empty: nobody does.
    package var sources: [IPPrefix]
    /// By which they sign; `nil`: they need not sign.
    package var key: DomainName?
    /// The secondaries that are told, each at its own port.
    package var notified: [SocketAddress]

    package init(sources: [IPPrefix] = [], key: DomainName? = nil, notified: [SocketAddress] = []) {
        self.sources = sources
        self.key = key
        self.notified = notified
    }
}
