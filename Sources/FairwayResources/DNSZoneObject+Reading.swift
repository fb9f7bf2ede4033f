import FairwayCore
import FairwayDNS
import FairwayKubernetes
import FairwayNet
package import FairwayRecords

/// Why a `DNSZone` cannot be served.
package struct DNSZoneError: Error, Hashable, Sendable {
    /// A sentence for people: what is wrong and what to do.
    package var message: String
}

extension DNSZoneError: CustomStringConvertible {
    package var description: String { message }
}

extension DNSZoneObject {
    /// The zone in the planner's values.
    ///
    /// - Throws: where a part of it cannot be read: a zone is never open to more Services, or with other servers, than its
    ///   author may have meant.
    package func zone() throws(DNSZoneError) -> ServedZone {
        let spec = spec ?? DNSZoneSpec(zone: "")
        do throws(DNSParseError) {
            let apex = try DomainName(parsing: spec.zone)
            var zone = ServedZone(
                name: metadata.name ?? "", apex: apex, creation: CreationOrder(metadata),
                namespaces: try spec.namespaces.rule(), nameServers: try spec.primary.servers(in: apex),
                contact: try spec.primary.contact(in: apex))
            for text in spec.hostnames { zone.hostnames.append(try HostnamePattern(parsing: text)) }
            guard let ttl = spec.ttl else { return zone }
            guard (1...Int64(Int32.max)).contains(ttl) else {
                throw DNSParseError("spec.ttl is \(ttl), and expected are 1 to 2147483647 seconds")
            }
            zone.ttl = UInt32(ttl)
            return zone
        } catch {
            let name = (metadata.name ?? "").quotedForMessage
            throw DNSZoneError(message: "The DNSZone \(name) is not served: \(error.message).")
        }
    }
}

extension DNSZoneSpec.Namespaces? {
    fileprivate func rule() throws(DNSParseError) -> NamespaceRule {
        guard let self else { return .all }
        do {
            return .some(names: Set(self.names), selector: try self.selector?.selector())
        } catch {
            throw DNSParseError("spec.namespaces.selector cannot be used, as \(error.problem)")
        }
    }
}

extension DNSZoneSpec.Primary? {
    fileprivate func servers(in apex: DomainName) throws(DNSParseError) -> [ServedZone.NameServer] {
        guard let servers = self?.nameServers, !servers.isEmpty else {
            return [ServedZone.NameServer(name: try apex.prepending("ns"))]
        }
        var result: [ServedZone.NameServer] = []
        for server in servers {
            var addresses: [IPAddress] = []
            for text in server.addresses {
                do {
                    addresses.append(try IPAddress(parsing: text))
                } catch {
                    throw DNSParseError(error.message)
                }
            }
            result.append(ServedZone.NameServer(name: try DomainName(parsing: server.name), addresses: addresses))
        }
        return result
    }

    /// The mailbox as an SOA record has it (RFC 1035 §8): what is before the `@` is one label.
    fileprivate func contact(in apex: DomainName) throws(DNSParseError) -> DomainName {
        guard let text = self?.contact else { return try apex.prepending("hostmaster") }
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return try DomainName(parsing: text) }
        return try DomainName(parsing: String(parts[1])).prepending(String(parts[0]))
    }
}
