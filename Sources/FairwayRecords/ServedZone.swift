package import FairwayCore
package import FairwayDNS
package import FairwayNet

/// A zone that Fairway serves, and who may have names in it.
package struct ServedZone: Hashable, Sendable {
    /// The name of the DNSZone that declares it.
    package var name: String
    package var apex: DomainName
    /// The older of two zones with one apex is served.
    package var creation: CreationOrder
    package var namespaces: NamespaceRule
    /// The names that Services may ask for; empty: all that are in the zone. The name that every Service has by itself
    /// need not be among them.
    package var hostnames: [HostnamePattern]
    /// For records whose Service says nothing else, in seconds.
    package var ttl: UInt32
    /// At least one.
    package var nameServers: [NameServer]
    /// The mailbox of who answers for the zone, its `@` written as a dot.
    package var contact: DomainName

    package init(
        name: String = "", apex: DomainName, creation: CreationOrder, namespaces: NamespaceRule = .all,
        hostnames: [HostnamePattern] = [], ttl: UInt32 = 60, nameServers: [NameServer], contact: DomainName
    ) {
        self.name = name
        self.apex = apex
        self.creation = creation
        self.namespaces = namespaces
        self.hostnames = hostnames
        self.ttl = ttl
        self.nameServers = nameServers
        self.contact = contact
    }

    /// A server of a zone.
    package struct NameServer: Hashable, Sendable {
        package var name: DomainName
        /// Where it is. Only a server whose name is in one of our zones needs them, and none that a Service has the name of.
        package var addresses: [IPAddress]

        package init(name: DomainName, addresses: [IPAddress] = []) {
            self.name = name
            self.addresses = addresses
        }
    }

    /// How long a secondary waits before it asks again, and how long after failing, in seconds (RFC 1912 §2.2).
    private static let (refresh, retry): (UInt32, UInt32) = (3_600, 600)
    /// How long a secondary answers without having reached us, in seconds.
    private static let expire: UInt32 = 1_209_600
    /// How long a negative answer is kept, in seconds: a Service may be made right after it was asked for.
    private static let negativeTTL: UInt32 = 30

    /// The SOA record of the zone.
    package func startOfAuthority(serial: UInt32) -> ResourceRecord {
        ResourceRecord(
            owner: apex, ttl: ttl,
            data: .soa(
                StartOfAuthority(
                    primary: nameServers.first?.name ?? apex, contact: contact, serial: serial, refresh: Self.refresh,
                    retry: Self.retry, expire: Self.expire, minimum: Self.negativeTTL)))
    }
}

/// The namespaces whose Services may have names in a zone.
package enum NamespaceRule: Hashable, Sendable {
    case all
    /// Those with one of the names, and those whose labels the selector matches.
    case some(names: Set<String>, selector: LabelSelector?)

    func admits(_ namespace: String, labels: [String: String]) -> Bool {
        switch self {
        case .all: true
        case .some(let names, let selector): names.contains(namespace) || selector?.matches(labels) ?? false
        }
    }
}

/// A name, or `*.` and a name, which stands for all that are below it, however deep.
package struct HostnamePattern: Hashable, Sendable {
    private var name: DomainName
    private var isBelow: Bool

    /// - Throws: where `text` is neither.
    package init(parsing text: String) throws(DNSParseError) {
        isBelow = text.hasPrefix("*.")
        name = try DomainName(parsing: isBelow ? String(text.dropFirst(2)) : text)
    }

    func matches(_ other: DomainName) -> Bool {
        isBelow ? other != name && other.isAtOrBelow(name) : other == name
    }
}
