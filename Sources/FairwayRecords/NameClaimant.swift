package import FairwayCore
package import FairwayDNS
package import FairwayNet

/// A Service as far as names go: where it is, and what it wants to be called.
package struct NameClaimant: Hashable, Sendable {
    package var key: ServiceKey
    /// The older of two Services keeps the name that both want.
    package var creation: CreationOrder
    package var namespaceLabels: [String: String]
    /// The addresses at which clients reach it now. Without any it has no records, and keeps its names.
    package var addresses: [IPAddress]
    /// Where it is instead, if another load balancer says so by a name; of no meaning where there are addresses.
    package var alias: Alias?
    package var ports: [Port]
    /// What its annotations ask for; where they cannot be read, what they asked for when they last could.
    package var wishes: NameWishes
    /// Why they cannot be read.
    package var unreadable: RecordProblem?

    /// A port that clients reach.
    package struct Port: Hashable, Sendable {
        /// Empty for an only port without a name.
        package var name: String
        package var port: TransportPort

        package init(name: String, port: TransportPort) {
            self.name = name
            self.port = port
        }
    }

    /// A name that leads to the Service.
    package struct Alias: Hashable, Sendable {
        package var target: DomainName
        /// The addresses that it has, as far as they are known: an apex can have no alias, but these.
        package var addresses: [IPAddress]

        package init(target: DomainName, addresses: [IPAddress] = []) {
            self.target = target
            self.addresses = addresses
        }
    }

    package init(
        key: ServiceKey, creation: CreationOrder, namespaceLabels: [String: String] = [:],
        addresses: [IPAddress] = [], alias: Alias? = nil, ports: [Port] = [], wishes: NameWishes = NameWishes(),
        unreadable: RecordProblem? = nil
    ) {
        self.key = key
        self.creation = creation
        self.namespaceLabels = namespaceLabels
        self.addresses = addresses
        self.alias = alias
        self.ports = ports
        self.wishes = wishes
        self.unreadable = unreadable
    }
}

/// What the annotations of a Service ask for.
package struct NameWishes: Hashable, Sendable {
    /// Beside the name that it has by itself.
    package var hostnames: [DomainName]
    /// In seconds; `nil`: as the zone has it.
    package var ttl: UInt32?
    /// Where its SRV records are; `nil`: at each of its names.
    package var srvDomain: DomainName?
    /// How ports are called in SRV records, where that is not after their own names.
    package var services: [ServiceNames]
    /// Records beside those that follow from addresses and ports.
    package var records: [Record]

    package init(
        hostnames: [DomainName] = [], ttl: UInt32? = nil, srvDomain: DomainName? = nil,
        services: [ServiceNames] = [], records: [Record] = []
    ) {
        self.hostnames = hostnames
        self.ttl = ttl
        self.srvDomain = srvDomain
        self.services = services
        self.records = records
    }

    /// The services that one port is, and how clients are to choose among servers (RFC 2782).
    package struct ServiceNames: Hashable, Sendable {
        /// The port's name.
        package var port: String
        /// Without the underscore.
        package var services: [String]
        package var priority: UInt16
        package var weight: UInt16

        package static let defaultPriority: UInt16 = 0
        package static let defaultWeight: UInt16 = 100

        package init(
            port: String, services: [String], priority: UInt16 = defaultPriority, weight: UInt16 = defaultWeight
        ) {
            self.port = port
            self.services = services
            self.priority = priority
            self.weight = weight
        }
    }

    /// A record that is asked for by itself.
    package struct Record: Hashable, Sendable {
        package var name: DomainName
        package var data: RecordData

        package init(name: DomainName, data: RecordData) {
            self.name = name
            self.data = data
        }
    }
}

extension NameClaimant {
    /// How a port is called in SRV records; `nil`: not at all.
    func serviceNames(of port: Port) -> NameWishes.ServiceNames? {
        if let wish = wishes.services.first(where: { $0.port == port.name }) { return wish }
        let name = Self.serviceName(port)
        return name.isEmpty ? nil : NameWishes.ServiceNames(port: port.name, services: [name])
    }

    /// The port's name without its protocol. A Service may not have two ports of one name, so that they are called
    /// `kerberos-tcp` and `kerberos-udp` (kubernetes#97149).
    private static func serviceName(_ port: Port) -> String {
        let transport = port.port.transport.description.lowercased()
        if port.name.hasSuffix("-\(transport)") { return String(port.name.dropLast(transport.count + 1)) }
        if port.name.hasPrefix("\(transport)-") { return String(port.name.dropFirst(transport.count + 1)) }
        return port.name
    }
}
