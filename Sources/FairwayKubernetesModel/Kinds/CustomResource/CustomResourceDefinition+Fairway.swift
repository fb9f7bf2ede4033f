package import FairwayJSON

/// Fairway's own kinds. They come from the files that a cluster gets (`config/crd`), which are part of the program.
extension CustomResourceDefinition {
    /// The definitions, as the files have them.
    package static let fairway: [JSONValue] = [
        embedded(PackageResources.fairway_dev_addresspools_yaml),
        embedded(PackageResources.fairway_dev_nodestates_yaml),
        embedded(PackageResources.fairway_dev_dnszones_yaml),
    ]

    /// Whether it is one of Fairway's own.
    package var isFairways: Bool { Self.fairway.contains { $0.name == name } }

    private static func embedded(_ yaml: [UInt8]) -> JSONValue {
        do {
            guard let document = try JSONValue.documents(yaml: String(decoding: yaml, as: UTF8.self)).first else {
                preconditionFailure("A file in config/crd is empty.")
            }
            return document.value
        } catch {
            preconditionFailure("A file in config/crd cannot be read: \(error)")
        }
    }
}

extension KindDescriptor {
    /// Pools of addresses.
    package static let addressPools = fairwayKind("addresspools", AddressPoolRules())

    /// What nodes report.
    package static let nodeStates = fairwayKind("nodestates", nil)

    /// Zones of DNS.
    package static let dnsZones = fairwayKind("dnszones", DNSZoneRules())

    private static func fairwayKind(_ plural: String, _ native: (any KindRules)?) -> KindDescriptor {
        let object = CustomResourceDefinition.fairway.first { $0.name == "\(plural).fairway.dev" } ?? [:]
        let definition = CustomResourceDefinition(object).settled(beside: [], now: "")
        guard let kind = definition.kinds(native: native, storage: plural).first else {
            preconditionFailure("A file in config/crd serves no version.")
        }
        return kind
    }
}
