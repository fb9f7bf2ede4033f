package import FairwayKubernetes

/// A `DNSZone` (`fairway.dev/v1alpha1`, cluster-scoped): a zone that Fairway serves, and who may have names in it.
package struct DNSZoneObject: Resource, Hashable {
    package static let type = ResourceType(
        group: "fairway.dev", version: "v1alpha1", kind: "DNSZone", plural: "dnszones", namespaced: false)

    package var metadata: ObjectMeta
    package var spec: DNSZoneSpec?
    package var status: DNSZoneStatus?

    package init(metadata: ObjectMeta, spec: DNSZoneSpec?, status: DNSZoneStatus? = nil) {
        self.metadata = metadata
        self.spec = spec
        self.status = status
    }
}

/// What a `DNSZone` is made of.
package struct DNSZoneSpec: Codable, Hashable, Sendable {
    /// The name of the zone.
    package var zone: String
    /// Whose Services may have names in it; all where it is absent.
    package var namespaces: Namespaces?
    /// Names, and `*.` with a name for all below it; all names of the zone where there are none.
    @EmptyIfAbsent package var hostnames: [String]
    /// In seconds; 60 where it is absent.
    package var ttl: Int64?
    package var primary: Primary?
    /// Who may have the whole zone; nobody where it is absent.
    package var transfer: Transfer?
    /// The secondaries that are told of changes: addresses, with a port where that is not 53.
    @EmptyIfAbsent package var notify: [String]

    package init(
        zone: String, namespaces: Namespaces? = nil, hostnames: [String] = [], ttl: Int64? = nil,
        primary: Primary? = nil, transfer: Transfer? = nil, notify: [String] = []
    ) {
        self.zone = zone
        self.namespaces = namespaces
        self.hostnames = hostnames
        self.ttl = ttl
        self.primary = primary
        self.transfer = transfer
        self.notify = notify
    }

    /// Namespaces, by name and by label.
    package struct Namespaces: Codable, Hashable, Sendable {
        @EmptyIfAbsent package var names: [String]
        package var selector: LabelSelectorSpec?

        package init(names: [String] = [], selector: LabelSelectorSpec? = nil) {
            self.names = names
            self.selector = selector
        }
    }

    /// What the zone says of its own servers.
    package struct Primary: Codable, Hashable, Sendable {
        /// One that is called `ns` in the zone where there are none.
        @EmptyIfAbsent package var nameServers: [NameServer]
        /// A mailbox; `hostmaster` in the zone where it is absent.
        package var contact: String?

        package init(nameServers: [NameServer] = [], contact: String? = nil) {
            self.nameServers = nameServers
            self.contact = contact
        }
    }

    /// A server of the zone.
    package struct NameServer: Codable, Hashable, Sendable {
        package var name: String
        @EmptyIfAbsent package var addresses: [String]

        package init(name: String, addresses: [String] = []) {
            self.name = name
            self.addresses = addresses
        }
    }

    /// Who may have the whole zone.
    package struct Transfer: Codable, Hashable, Sendable {
        /// Addresses and prefixes.
        @EmptyIfAbsent package var to: [String]
        /// Where the key is by which they sign; they need not sign where it is absent.
        package var keySecretRef: KeySecretReference?

        package init(to: [String] = [], keySecretRef: KeySecretReference? = nil) {
            self.to = to
            self.keySecretRef = keySecretRef
        }
    }

    /// A Secret with a TSIG key.
    package struct KeySecretReference: Codable, Hashable, Sendable {
        package var namespace: String
        package var name: String

        package init(namespace: String, name: String) {
            self.namespace = namespace
            self.name = name
        }

        package var key: ObjectKey { ObjectKey(namespace: namespace, name: name) }
    }
}

/// How a `DNSZone` is served.
package struct DNSZoneStatus: Codable, Hashable, Sendable {
    package var records: Int64?
    /// The serial as it is served: 0 to 4,294,967,295.
    package var serial: Int64?
    /// What the zone of that serial says (`RecordPlan.Zone.digest`).
    package var digest: String?
    @EmptyIfAbsent package var conditions: [Condition]

    package init(
        records: Int64? = nil, serial: Int64? = nil, digest: String? = nil, conditions: [Condition] = []
    ) {
        self.records = records
        self.serial = serial
        self.digest = digest
        self.conditions = conditions
    }

    /// Which contents have which serial, once a controller has said so.
    package var version: Version? {
        guard let serial = serial.flatMap({ UInt32(exactly: $0) }), let digest else { return nil }
        return Version(serial: serial, digest: digest)
    }

    /// A serial, and what the zone says by it.
    package struct Version: Hashable, Sendable {
        package var serial: UInt32
        package var digest: String

        package init(serial: UInt32, digest: String) {
            self.serial = serial
            self.digest = digest
        }
    }
}
