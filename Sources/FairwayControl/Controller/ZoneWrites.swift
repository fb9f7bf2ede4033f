import FairwayKubernetes
import FairwayResources

/// The statuses of zones, between one plan and the next.
struct ZoneWrites {
    private var seen: [String: DNSZoneObject] = [:]
    private var wanted: [String: DNSZoneStatus] = [:]
    private var written: [String: WrittenObject<DNSZoneObject>] = [:]
    /// Those that are being written, with what was known to be written before each.
    private var underway: [String: (status: DNSZoneStatus, before: WrittenObject<DNSZoneObject>?)] = [:]
    /// Those whose last write failed, by the version at which it did. They wait for their turn.
    private var failed: [String: String?] = [:]

    /// The zones as they are once what was written is seen.
    mutating func applied(to zones: [DNSZoneObject]) -> [DNSZoneObject] {
        var zones = zones
        let names = Set(zones.compactMap(\.metadata.name))
        written = written.filter { names.contains($0.key) }
        for (index, zone) in zones.enumerated() {
            guard let name = zone.metadata.name, let written = written[name] else { continue }
            if written.isNewer(than: zone) {
                zones[index] = written.object
            } else {
                self.written[name] = nil
            }
        }
        return zones
    }

    /// Takes in what a plan wants of `zones`.
    ///
    /// - Returns: which are to be worked on now.
    mutating func want(_ statuses: [String: DNSZoneStatus], of zones: [DNSZoneObject]) -> [String] {
        seen = Dictionary(zones.map { ($0.metadata.name ?? "", $0) }) { _, last in last }
        wanted = statuses.filter { underway[$0.key] == nil }
        failed = failed.filter { name, version in seen[name].map { $0.metadata.resourceVersion == version } ?? false }
        return wanted.keys.filter { failed[$0] == nil }.sorted()
    }

    /// The status to be written of a zone, which is from now on taken for written; `nil`: there is none.
    mutating func begin(_ name: String) -> (zone: DNSZoneObject, status: DNSZoneStatus)? {
        failed[name] = nil
        guard underway[name] == nil, let zone = seen[name], let status = wanted.removeValue(forKey: name) else {
            return nil
        }
        let before = written[name]
        underway[name] = (status, before)
        var object = zone
        object.status = status
        written[name] = WrittenObject(object, over: zone, after: before)
        return (zone, status)
    }

    /// The status was written, and the server answered with the zone as it is now.
    ///
    /// - Throws: where the server did not keep it. The next plan will want to write it again, and has to wait for its turn.
    mutating func succeeded(_ name: String, with answer: DNSZoneObject) throws(ZoneStatusNotKept) {
        let status = underway.removeValue(forKey: name)?.status
        failed[name] = nil
        written[name] = written[name]?.confirmed(as: answer)
        guard let status, status != answer.status else { return }
        failed[name] = .some(answer.metadata.resourceVersion)
        throw ZoneStatusNotKept(zone: name)
    }

    /// The status was not written.
    mutating func failed(_ name: String) {
        guard let (status, before) = underway.removeValue(forKey: name) else { return }
        written[name] = before
        wanted[name] = status
        failed[name] = .some(seen[name]?.metadata.resourceVersion)
    }
}

/// The API server took a status and made something else of it.
struct ZoneStatusNotKept: Error, Hashable, CustomStringConvertible {
    var zone: String

    var description: String {
        "The status of the DNSZone \(zone) is not what was written: the API server knows an older definition of the kind; "
            + "apply the CustomResourceDefinitions of this version of Fairway."
    }
}
