import FairwayDNS
import FairwayKubernetes
import FairwayRecords
import FairwayResources
import Foundation

/// What is told of zones.
extension ControlSnapshot {
    /// Whether a `DNSZone` is served.
    static let readyCondition = "Ready"

    /// What records follow from Services and zones, as far as nobody remembers anything.
    func freshNaming() -> Naming {
        var memory = NamingMemory()
        return memory.plan(services.values, zones, namespaceLabels)
    }

    /// The statuses that are not as they should be, by the names of the DNSZones.
    func changedZoneStatuses(_ naming: Naming, now: Date) -> [String: DNSZoneStatus] {
        var changed: [String: DNSZoneStatus] = [:]
        for object in zones where object.metadata.deletionTimestamp == nil {
            guard let name = object.metadata.name else { continue }
            let status = status(of: object, name, naming, now)
            changed[name] = status == object.status ? nil : status
        }
        return changed
    }

    private func status(of object: DNSZoneObject, _ name: String, _ naming: Naming, _ now: Date) -> DNSZoneStatus {
        var status = object.status ?? DNSZoneStatus()
        let draft: ConditionDraft?
        do throws(DNSZoneError) {
            let zone = try object.zone()
            if let contents = naming.plan.zones[zone.apex], contents.settings.name == name {
                status.count(contents, naming.digests[zone.apex], now)
                draft = served(zone, naming.plan.zoneProblems[zone] ?? [], status)
            } else {
                // Unless it has only just been declared.
                guard let problem = naming.plan.zoneProblems[zone]?.first else { return status }
                status.records = 0
                draft = ConditionDraft(notReady: problem)
            }
        } catch {
            status.records = 0
            draft = ConditionDraft(notReady: RecordProblem(reason: "InvalidZone", message: error.message))
        }
        guard let draft else { return status }
        status.conditions = status.conditions.replacing(
            [draft], owned: [Self.readyCondition], generation: object.metadata.generation, now: now.kubernetesTime)
        return status
    }

    /// What the condition of a zone says that is served; `nil`: what it said.
    private func served(_ zone: ServedZone, _ problems: [RecordProblem], _ status: DNSZoneStatus) -> ConditionDraft? {
        var remarks = problems
        let key = zones.first { $0.metadata.name == zone.name }?.spec?.transfer?.keySecretRef?.key
        if let key, unreadSecrets.contains(key) {
            guard status.conditions[Self.readyCondition] == nil else { return nil }
            remarks.append(.unread(key))
        } else if let problem = transfers.problems[zone.name] {
            remarks.append(RecordProblem(reason: "TransferRefused", message: problem.message))
        }
        let apex = zone.apex.description
        let sentence = "The zone \(apex.hasSuffix(".") ? String(apex.dropLast()) : apex) is served."
        return ConditionDraft(
            type: Self.readyCondition, isTrue: true, reason: remarks.first?.reason ?? "Served",
            message: ([sentence] + remarks.map(\.message)).joined(separator: " "))
    }
}

extension ControlSnapshot {
    /// Takes in zones and, as far as they are there, the keys for transfers, which are followed from now on.
    mutating func add(_ zones: some Collection<DNSZoneObject>, keys secrets: NamedObjects<Secret>) {
        self.zones = Array(zones)
        secrets.follow(ZoneTransfers.secrets(of: zones))
        unreadSecrets = secrets.unread
        transfers = ZoneTransfers(zones, secrets: secrets.snapshot.objects)
    }
}

extension DNSZoneStatus {
    /// Counts records, and where the zone says something else than by its serial, gives it the next one.
    fileprivate mutating func count(_ contents: RecordPlan.Zone, _ digest: ContentDigest?, _ now: Date) {
        // The SOA record is one of them.
        records = Int64(contents.records.count + 1)
        guard let digest = digest?.description, version?.digest != digest else { return }
        let old = serial.flatMap { UInt32(exactly: $0) }
        serial = Int64(StartOfAuthority.serial(after: old, at: Int64(now.timeIntervalSince1970)))
        self.digest = digest
    }
}

extension ConditionDraft {
    fileprivate init(notReady problem: RecordProblem) {
        self.init(
            type: ControlSnapshot.readyCondition, isTrue: false, reason: problem.reason, message: problem.message)
    }
}

extension RecordProblem {
    fileprivate static func unread(_ secret: ObjectKey) -> Self {
        Self(
            reason: "TransferRefused",
            message:
                "Nobody can transfer it before the Secret \(secret) has been read; the controller and the nodes need "
                + "leave to list and watch it.")
    }
}
