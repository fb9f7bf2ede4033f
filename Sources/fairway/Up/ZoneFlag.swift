import ArgumentParser
import FairwayDNS
import FairwayJSON
import FairwayKubernetes
import FairwayNet
import FairwayResources
import Logging

/// The zones that `up` declares from `--zone`, with the reverse zones of its pool.
struct ZoneFlag {
    /// In a domain that is nobody's (RFC 6761 §6.2).
    static let standardZone = "fairway.test"
    /// The most addresses that a DNSZone takes for a name server.
    private static let addressLimit = 16

    /// Those of the flag, or the standard one.
    let zones: [DomainName]

    init(_ texts: [String]) throws {
        var zones: [DomainName] = []
        for text in texts.isEmpty ? [Self.standardZone] : texts {
            let zone = try Self.zone(text)
            if !zones.contains(zone) { zones.append(zone) }
        }
        self.zones = zones
    }

    private static func zone(_ text: String) throws -> DomainName {
        let zone: DomainName
        do throws(DNSParseError) { zone = try DomainName(parsing: text) } catch {
            throw CommandError("--zone cannot be \(text): \(error.message)", exitCode: .validationFailure)
        }
        // An object is called after it (RFC 1123, as Kubernetes wants it of objects' names).
        let name = ZoneDeclarations.name(of: zone)
        guard name.wholeMatch(of: /[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/) != nil else {
            throw CommandError(
                "--zone cannot be \(text): give a name of letters, digits, - and ., such as \(standardZone); for any other "
                    + "zone make a DNSZone", exitCode: .validationFailure)
        }
        return zone
    }

    /// Makes the DNSZones what the flags say, with a name server at `addresses` in each zone. Those that others have made
    /// are left as they are.
    func apply(reverse: [DomainName], addresses: [IPAddress], with client: KubernetesClient, _ logger: Logger)
        async throws
    {
        try await Self.declare(zones + reverse, addresses: addresses, with: client, logger)
    }

    /// Deletes what flags have made: nobody answers for it.
    static func withdraw(with client: KubernetesClient, _ logger: Logger) async throws {
        try await declare([], addresses: [], with: client, logger)
    }

    private static func declare(
        _ zones: [DomainName], addresses: [IPAddress], with client: KubernetesClient, _ logger: Logger
    ) async throws {
        do {
            let present: ObjectList<DNSZoneObject> = try await client.list()
            let declarations = ZoneDeclarations(of: zones, among: present.items)
            for (zone, object) in declarations.foreign {
                logger.notice(
                    "A zone is left as a DNSZone has it that is not made from --zone",
                    metadata: ["zone": "\(zone)", "DNSZone": "\(object)"])
            }
            for name in declarations.deleted { try await client.delete(DNSZoneObject.self, name) }
            for zone in declarations.declared {
                let object = object(zone, addresses: addresses)
                _ = try await client.apply(object, fieldManager: ManifestSync.fieldManager, force: true)
            }
        } catch let error as KubernetesError {
            throw CommandError("the zones of --zone cannot be made: \(error.message)")
        }
    }

    private static func object(_ zone: DomainName, addresses: [IPAddress]) -> DynamicObject {
        let name = ZoneDeclarations.name(of: zone)
        let addresses = addresses.prefix(addressLimit).map { JSONValue.string("\($0)") }
        return DynamicObject([
            "apiVersion": .string(DNSZoneObject.type.apiVersion), "kind": .string(DNSZoneObject.type.kind),
            "metadata": [
                "name": .string(name), "labels": [ManifestSync.createdLabel: .string(ZoneDeclarations.creator)],
            ],
            "spec": [
                "zone": .string(name),
                "primary": ["nameServers": [["name": .string("ns.\(name)"), "addresses": .array(addresses)]]],
            ],
        ])
    }
}
