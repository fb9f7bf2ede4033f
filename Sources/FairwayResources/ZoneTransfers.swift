import FairwayCore
package import FairwayDNS
package import FairwayKubernetes
import FairwayNet

/// Who may have which zone whole, and the keys for that.
package struct ZoneTransfers: Hashable, Sendable {
    /// By the name of the DNSZone. Nobody may have a zone of which it cannot be read: none is open because a key is missing.
    package private(set) var rules: [String: TransferRules] = [:]
    /// The keys of all zones, each name once.
    package private(set) var keys: [TSIGKey] = []
    /// Why nobody may have a zone that somebody is to have, in a sentence, by the name of the DNSZone.
    package private(set) var problems: [String: DNSZoneError] = [:]

    /// The Secrets that zones refer to.
    package static func secrets(of zones: some Sequence<DNSZoneObject>) -> Set<ObjectKey> {
        Set(zones.compactMap { $0.spec?.transfer?.keySecretRef?.key })
    }

    /// Reads what zones say; `secrets` are those that they refer to, as far as they are there.
    package init(_ zones: some Sequence<DNSZoneObject>, secrets: [ObjectKey: Secret]) {
        // The older ones first: of two keys of one name only one can be known to a server.
        let zones = zones.map { (order: CreationOrder($0.metadata), name: $0.metadata.name ?? "", spec: $0.spec) }
            .sorted { ($0.order, $0.name) < ($1.order, $1.name) }
        for (_, name, spec) in zones {
            do throws(DNSParseError) {
                rules[name] = try add(spec ?? DNSZoneSpec(zone: ""), secrets)
            } catch {
                rules[name] = TransferRules()
                problems[name] = DNSZoneError(
                    message: "Nobody can transfer the zone of the DNSZone \(name.quotedForMessage): \(error.message).")
            }
        }
    }

    private mutating func add(
        _ spec: DNSZoneSpec, _ secrets: [ObjectKey: Secret]
    ) throws(DNSParseError) -> TransferRules {
        var rules = TransferRules()
        for text in spec.notify { rules.notified.append(try SocketAddress(secondary: text)) }
        guard let transfer = spec.transfer else { return rules }
        for text in transfer.to { rules.sources.append(try IPPrefix(secondaries: text)) }
        guard let reference = transfer.keySecretRef else { return rules }
        let key = try TSIGKey(secrets[reference.key], named: reference.key)
        if let other = keys.first(where: { $0.name == key.name }) {
            guard other == key else {
                throw DNSParseError(
                    "the key \(key.name) of the Secret \(reference.key) has the name of another zone's key and is not "
                        + "the same; give it a name of its own")
            }
        } else {
            keys.append(key)
        }
        rules.key = key.name
        return rules
    }
}

extension IPPrefix {
    /// Reads an address or a prefix.
    fileprivate init(secondaries text: String) throws(DNSParseError) {
        do {
            guard !text.contains("/") else {
                self = try IPPrefix(parsing: text)
                return
            }
            let address = try IPAddress(parsing: text)
            self = try IPPrefix(address: address, length: address.family.bitWidth)
        } catch {
            throw DNSParseError("an entry of spec.transfer.to cannot be used, as \(error.message)")
        }
    }
}

extension SocketAddress {
    private static let standardPort: UInt16 = 53

    /// Reads an address, with or without a port.
    fileprivate init(secondary text: String) throws(DNSParseError) {
        if let address = IPAddress(text) {
            self.init(address: address, port: Self.standardPort)
        } else if let socket = SocketAddress(text), socket.port > 0 {
            self = socket
        } else {
            throw DNSParseError(
                "the entry \(text.quotedForMessage) of spec.notify cannot be used; write an address such as 192.0.2.53, or "
                    + "with a port 192.0.2.53:5353 or [2001:db8::53]:5353")
        }
    }
}
