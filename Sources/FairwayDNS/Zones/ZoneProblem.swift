/// Why a record cannot be served, or a zone not at all.
package enum ZoneProblem: Error, Hashable, Sendable {
    case noStartOfAuthority(DomainName)
    case severalStartsOfAuthority(DomainName)
    case noNameServers(DomainName)
    case outside(zone: DomainName, owner: DomainName, RecordType)
    case aliasWithOtherData(DomainName)
    case severalAliases(DomainName)
    /// Of a type that no zone can have, or that Fairway does not serve.
    case unservable(DomainName, RecordType)
    case wildcardDelegation(DomainName)
    case tooLarge(DomainName, RecordType)
}

extension ZoneProblem: CustomStringConvertible {
    /// A sentence with a full stop, for people.
    package var description: String {
        switch self {
        case .noStartOfAuthority(let zone): "The zone \(zone) has no SOA record at its apex: add one."
        case .severalStartsOfAuthority(let zone): "The zone \(zone) has several SOA records: keep one."
        case .noNameServers(let zone): "The zone \(zone) has no NS record at its apex: name its servers."
        case .outside(let zone, let owner, let type):
            "The \(type) record of \(owner) is not served: the name is not in the zone \(zone); move it to its own zone."
        case .aliasWithOtherData(let owner):
            "The CNAME record of \(owner) is not served: the name has other records, and an alias can have none "
                + "(RFC 2181 §10.1); keep one or the other."
        case .severalAliases(let owner):
            "All CNAME records of \(owner) but the first are not served: a name can be an alias for one name only; "
                + "keep one."
        case .unservable(let owner, let type):
            "The \(type) record of \(owner) is not served: records of this type cannot be in a zone of Fairway's; "
                + "take it away."
        case .wildcardDelegation(let owner):
            "The NS record of \(owner) is not served: a wildcard cannot be delegated (RFC 4592 §4.2); write one NS "
                + "record for each name."
        case .tooLarge(let owner, let type):
            "The \(type) record of \(owner) is not served: a part of it is too large for a DNS message; shorten it."
        }
    }
}
