import FairwayCore
import FairwayDNS

/// Why a Service has not all the records that it asks for. The others it has.
package struct RecordProblem: Error, Hashable, Sendable {
    /// CamelCase, for programs.
    package var reason: String
    /// A sentence for people: who wants what, who or what is in the way, what to do.
    package var message: String

    package init(reason: String, message: String) {
        self.reason = reason
        self.message = message
    }
}

extension RecordProblem: CustomStringConvertible {
    package var description: String { message }
}

// MARK: - Names

extension RecordProblem {
    static func outside(_ name: DomainName, _ service: ServiceKey) -> Self {
        Self(
            reason: "NameOutsideZones",
            message: "\(service) cannot have the name \(name): it is in no zone; ask for a name in a zone, or add a "
                + "DNSZone for it.")
    }

    static func reverse(_ name: DomainName, zone: DomainName, _ service: ServiceKey) -> Self {
        Self(
            reason: "NameForbidden",
            message:
                "\(service) cannot have the name \(name): the names in the zone \(zone) follow from the addresses of "
                + "Services; ask for a name in another zone.")
    }

    static func namespaceForbidden(_ name: DomainName, zone: DomainName, _ service: ServiceKey) -> Self {
        Self(
            reason: "NameForbidden",
            message:
                "\(service) cannot have the name \(name): the zone \(zone) is for other namespaces; ask for a name "
                + "in another zone, or admit the namespace “\(service.namespace)” in the DNSZone's spec.namespaces.")
    }

    static func hostnameForbidden(_ name: DomainName, zone: DomainName, _ service: ServiceKey) -> Self {
        Self(
            reason: "NameForbidden",
            message: "\(service) cannot have the name \(name): none of the patterns in the spec.hostnames of the zone "
                + "\(zone) matches it; ask for another name, or add a pattern.")
    }

    static func taken(_ name: DomainName, by holder: ServiceKey, _ service: ServiceKey) -> Self {
        Self(
            reason: "NameTaken",
            message: "\(service) cannot have the name \(name): the Service \(holder) has it; ask for another name.")
    }

    static func nameServer(_ name: DomainName, zone: DomainName, _ service: ServiceKey) -> Self {
        Self(
            reason: "NameTaken",
            message:
                "\(service) cannot have the name \(name): it is a name server of the zone \(zone); ask for another "
                + "name.")
    }

    static func aliasAtApex(_ name: DomainName, target: DomainName, _ service: ServiceKey) -> Self {
        Self(
            reason: "AliasAtApex",
            message: "\(service) cannot have the name \(name): it would be an alias for \(target), which the apex of a "
                + "zone cannot be (RFC 2181 §10.1), and no address of \(target) is known; ask for a name below it.")
    }

    static func aliasWithOtherRecords(_ name: DomainName, _ service: ServiceKey) -> Self {
        Self(
            reason: "AliasWithOtherRecords",
            message: "\(service) cannot make \(name) an alias: the name has other records, and an alias can have none "
                + "(RFC 2181 §10.1); take one or the other away.")
    }
}

// MARK: - Records

extension RecordProblem {
    static func unnameable(_ error: DNSParseError, _ service: ServiceKey) -> Self {
        Self(
            reason: "NameTooLong",
            message: "\(service) cannot have one of its records: \(error.message); choose shorter names.")
    }

    static func noSuchPort(_ port: String, _ service: ServiceKey) -> Self {
        Self(
            reason: "NoSuchPort",
            message:
                "\(service) asks by fairway.dev/srv for SRV records of the port “\(port)”, and has no port of that "
                + "name: write the name of one of its ports.")
    }

    static func forbiddenType(_ type: RecordType, _ name: DomainName, _ service: ServiceKey) -> Self {
        Self(
            reason: "RecordForbidden",
            message: "\(service) cannot have the \(type) record of \(name): records of this type are the zone's own; "
                + "take it out of fairway.dev/records.")
    }
}
