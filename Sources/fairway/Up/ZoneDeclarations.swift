import FairwayDNS
import FairwayKubernetes
import FairwayResources

/// What the zones that `up` is to declare mean for the DNSZones that are there.
struct ZoneDeclarations {
    /// Whose label it is on DNSZones that were made from flags: only such are changed and deleted because of them.
    static let creator = "fairway-up-flags"

    /// To be made, or made what the flags say.
    private(set) var declared: [DomainName] = []
    /// DNSZones that flags made and ask for no more, by name.
    private(set) var deleted: [String] = []
    /// Zones that others have declared, and by which DNSZone: it stays as it is.
    private(set) var foreign: [(zone: DomainName, object: String)] = []

    init(of zones: [DomainName], among present: [DNSZoneObject]) {
        let own = present.filter { $0.metadata.labels[ManifestSync.createdLabel] == Self.creator }
        let others = present.filter { $0.metadata.labels[ManifestSync.createdLabel] != Self.creator }
        for zone in zones {
            let other = others.first { Self.name(of: zone) == $0.metadata.name || $0.apex == zone }
            if let name = other?.metadata.name {
                foreign.append((zone, name))
            } else {
                declared.append(zone)
            }
        }
        let kept = Set(declared.map(Self.name))
        deleted = own.compactMap(\.metadata.name).filter { !kept.contains($0) }.sorted()
    }

    /// What the DNSZone of a zone is called.
    static func name(of zone: DomainName) -> String { String("\(zone.lowercased)".dropLast()) }
}

extension DNSZoneObject {
    fileprivate var apex: DomainName? { spec.flatMap { DomainName($0.zone) } }
}
