import FairwayDNS
import FairwayNet

/// A table made ready to be looked up: immutable, shared by all threads.
final class Authority: Sendable {
    let zones: ZoneSet
    let keys: TSIGKeys
    let unready: Set<DomainName>
    private let byApex: [DomainName: AuthorityTable.Zone]

    init(_ table: AuthorityTable) {
        zones = ZoneSet(table.zones.map(\.contents), unready: table.unready)
        keys = TSIGKeys(table.keys)
        unready = table.unready
        byApex = Dictionary(table.zones.map { ($0.contents.apex, $0) }) { first, _ in first }
    }

    /// The zone with an apex.
    func zone(_ apex: DomainName) -> AuthorityTable.Zone? { byApex[apex] }
}

extension TransferRules {
    /// Whether a client may have the zone, whose request was signed with a key of this name, or not at all (RFC 5936 §5).
    func allow(_ client: IPAddress, signedBy key: DomainName?) -> Bool {
        guard sources.contains(where: { $0.contains(client) }) else { return false }
        return self.key == nil || self.key == key
    }
}
