import ArgumentParser
import FairwayDNS
import FairwayJSON
import FairwayKubernetes
import FairwayNet
import FairwayRecords
import FairwayResources

/// The pool that `up` makes from `--pool`.
struct PoolFlag {
    static let name = "default"
    /// Every address of 127/8 is local, so these work without root and without set-up.
    static let standardRange = "127.0.0.64-127.0.0.127"

    /// The ranges of `--pool`; empty where the flag was not given.
    let ranges: [String]

    init(_ ranges: [String]) throws {
        for range in ranges {
            do {
                _ = try IPAddressRange(parsing: range)
            } catch {
                throw CommandError("--pool cannot be \(range): \(error)", exitCode: .validationFailure)
            }
        }
        self.ranges = ranges
    }

    /// The zones of the reverse names of its addresses.
    var reverseZones: [DomainName] {
        var zones: [DomainName] = []
        for range in wanted.compactMap({ IPAddressRange($0) }) {
            zones += ReverseZones.covering(range).filter { !zones.contains($0) }
        }
        return zones
    }

    private var wanted: [String] { ranges.isEmpty ? [Self.standardRange] : ranges }

    /// Makes the pool `default` what the flag says. Without the flag an existing pool is left as it is, and the standard
    /// one made only where there is none at all.
    func apply(with client: KubernetesClient) async throws {
        if ranges.isEmpty {
            let present: ObjectList<DynamicObject> = try await client.list(AddressPoolObject.type)
            guard present.items.isEmpty else { return }
        }
        let pool: JSONValue = [
            "apiVersion": .string(AddressPoolObject.type.apiVersion), "kind": "AddressPool",
            "metadata": ["name": .string(Self.name)],
            "spec": ["addresses": .array(wanted.map(JSONValue.string))],
        ]
        do {
            _ = try await client.apply(DynamicObject(pool), fieldManager: ManifestSync.fieldManager, force: true)
        } catch let error as KubernetesError {
            throw CommandError("the pool of --pool cannot be made: \(error.message)")
        }
    }
}
