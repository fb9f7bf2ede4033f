import FairwayControl
import FairwayDNS
import FairwayKubernetes
import FairwayRecords
import FairwayResources

extension Cluster {
    /// A zone with a name server that has an address; `day` says when it was made.
    static func zone(_ name: String, _ apex: String = "example.test", day: Int = 1) -> DNSZoneObject {
        let server = DNSZoneSpec.NameServer(name: "ns.\(apex)", addresses: ["192.0.2.53"])
        return DNSZoneObject(
            metadata: ObjectMeta(
                name: name, uid: name, resourceVersion: "1", generation: 1,
                creationTimestamp: "2026-01-0\(day)T00:00:00Z"),
            spec: DNSZoneSpec(zone: apex, primary: DNSZoneSpec.Primary(nameServers: [server])))
    }

    /// Does what plans say, for zones too, until there is nothing more to do.
    mutating func settleZones(nodes: Bool = true) {
        for _ in 0..<20 {
            settle(nodes: nodes)
            let statuses = snapshot.plan(now: now).zones
            guard !statuses.isEmpty else { return }
            for index in snapshot.zones.indices {
                guard let status = statuses[snapshot.zones[index].metadata.name ?? ""] else { continue }
                snapshot.zones[index].status = status
            }
        }
    }

    func zone(_ name: String) -> DNSZoneObject? { snapshot.zones.first { $0.metadata.name == name } }

    /// `True Served`, for example.
    func ready(_ name: String) -> String? {
        zone(name)?.status?.conditions.first.map { "\($0.status) \($0.reason ?? "")" }
    }

    /// `True Published`, for example.
    func published(_ name: String) -> String? {
        condition(name, ServiceConditions.dnsPublished).map { "\($0.status) \($0.reason ?? "")" }
    }

    /// The records of a Service, as everybody plans them.
    func records(_ name: String) -> [String] {
        let naming = NamingSnapshot(
            services: Array(snapshot.services.values), zones: snapshot.zones, namespaceLabels: snapshot.namespaceLabels)
        return naming.plan().services[Self.key(name)]?.records.map { "\($0.owner) \($0.type) \($0.data.text)" } ?? []
    }
}
