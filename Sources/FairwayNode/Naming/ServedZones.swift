import FairwayDNS
import FairwayKubernetes
import FairwayRecords
import FairwayResources

/// The zones that a node serves, with all that follows from what the API says.
///
/// Records are planned again only where Services or zones ask for something else, and a zone is made ready again only
/// where its records or its serial are others.
struct ServedZones {
    /// Everything that it is decided from, at one moment.
    struct Snapshot: Sendable {
        var naming: NamingSnapshot
        /// Those that zones refer to, as far as they are there.
        var secrets: [ObjectKey: Secret] = [:]
        /// Those of which it is not known yet whether they are there.
        var unreadSecrets: Set<ObjectKey> = []
    }

    private var memory = NamingMemory()
    private var plan = RecordPlanner.plan(zones: [], services: [])
    private var editions: [DomainName: ZoneEdition] = [:]
    private var transfers = ZoneTransfers([], secrets: [:])
    /// What was said of transfers, by the name of the DNSZone.
    private var toldProblems: [String: DNSZoneError] = [:]

    /// What a name server is to answer from; `nil` before the first snapshot.
    private(set) var table: AuthorityTable?

    /// What has come of a snapshot.
    struct Changes {
        /// Whether `table` says something else than before.
        var isTableNew = false
        /// What cannot be served, in sentences, where it was not known before.
        var problems: [String] = []
    }

    /// Takes in what there is.
    mutating func follow(_ snapshot: Snapshot, now: ContinuousClock.Instant) -> Changes {
        var changes = Changes(isTableNew: table == nil)
        followPlan(snapshot.naming, now: now, &changes)
        followTransfers(snapshot, &changes)
        if changes.isTableNew { table = makeTable() }
        return changes
    }

    /// How long until a serial is to be looked at again, although nothing changes; `nil`: no time.
    func wait(now: ContinuousClock.Instant) -> Duration? {
        editions.values.compactMap { $0.wait(now: now) }.min()
    }

    /// Makes ready what the plan has, by the serials that the zones say.
    private mutating func followPlan(
        _ snapshot: NamingSnapshot, now: ContinuousClock.Instant, _ changes: inout Changes
    ) {
        let naming = memory.plan(snapshot.services, snapshot.zones, snapshot.namespaceLabels)
        plan = naming.plan
        let versions = Dictionary(snapshot.zones.map { ($0.metadata.name ?? "", $0.status?.version) }) { first, _ in
            first
        }
        let kept = editions.filter { plan.zones[$0.key] != nil }
        if kept.count != editions.count || kept.count != plan.zones.count { changes.isTableNew = true }
        editions = kept
        for (apex, zone) in plan.zones.sorted(by: { $0.key < $1.key }) {
            guard let digest = naming.digests[apex] else { continue }
            var edition = editions[apex] ?? ZoneEdition(zone)
            let version = versions[zone.settings.name] ?? nil
            if let problems = edition.follow(zone, digest, version, now: now) {
                changes.isTableNew = true
                changes.problems += problems.map(\.description)
            }
            editions[apex] = edition
        }
    }

    private mutating func followTransfers(_ snapshot: Snapshot, _ changes: inout Changes) {
        let zones = snapshot.naming.zones
        let transfers = ZoneTransfers(zones, secrets: snapshot.secrets)
        changes.isTableNew = changes.isTableNew || transfers != self.transfers
        self.transfers = transfers
        let waiting = zones.filter { !ZoneTransfers.secrets(of: [$0]).isDisjoint(with: snapshot.unreadSecrets) }
        let problems = transfers.problems.filter { name, _ in !waiting.contains { $0.metadata.name == name } }
        changes.problems += problems.filter { toldProblems[$0.key] != $0.value }
            .sorted { $0.key < $1.key }.map { $0.value.message }
        toldProblems = problems
    }

    private func makeTable() -> AuthorityTable {
        var table = AuthorityTable(keys: transfers.keys)
        for (apex, edition) in editions.sorted(by: { $0.key < $1.key }) {
            guard let compiled = edition.compiled else {
                table.unready.insert(apex)
                continue
            }
            let name = plan.zones[apex]?.settings.name ?? ""
            table.zones.append(AuthorityTable.Zone(compiled, transfer: transfers.rules[name] ?? TransferRules()))
        }
        return table
    }
}
