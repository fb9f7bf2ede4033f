import FairwayCore
import FairwayDNS
import FairwayJSON
import FairwayKubernetes
import FairwayRecords
import FairwayResources

/// The records that people ask for, in the order of zones and names.
struct RecordList {
    /// A record, and whose it is.
    struct Row {
        var zone: DomainName
        var record: ResourceRecord
        /// None where it is the zone's own.
        var services: [ServiceKey]
    }

    private(set) var rows: [Row] = []
    /// What Services do not have, in sentences.
    private(set) var problems: [(service: ServiceKey, problem: RecordProblem)] = []

    /// The records of one zone, or of all; of one namespace's Services, or all.
    ///
    /// - Throws: where there is no such zone.
    init(_ snapshot: NamingSnapshot, zone: DomainName?, namespace: String?) throws {
        let plan = snapshot.plan()
        if let zone, plan.zones[zone] == nil {
            let known = plan.zones.keys.sorted().map(\.description).joined(separator: ", ")
            throw CommandError(
                "Cannot show the records of \(zone): there is no such zone; "
                    + (known.isEmpty ? "there is none, so make a DNSZone first" : "name one of \(known)"))
        }
        var owners: [ResourceRecord: [ServiceKey]] = [:]
        for (key, service) in plan.services.sorted(by: { $0.key < $1.key }) {
            for record in service.records where owners[record]?.last != key { owners[record, default: []].append(key) }
            if namespace.map({ $0 == key.namespace }) ?? true {
                problems += service.problems.map { (key, $0) }
            }
        }
        for (apex, contents) in plan.zones.sorted(by: { $0.key < $1.key }) where zone.map({ $0 == apex }) ?? true {
            let object = snapshot.zones.first { $0.metadata.name == contents.settings.name }
            // A zone without a serial has no SOA record yet.
            let start = object?.status?.version.map { [contents.settings.startOfAuthority(serial: $0.serial)] } ?? []
            for record in start + contents.records {
                let row = Row(zone: apex, record: record, services: owners[record] ?? [])
                guard namespace.map({ name in row.services.contains { $0.namespace == name } }) ?? true else {
                    continue
                }
                rows.append(row)
            }
        }
    }
}

// MARK: - Printing

extension RecordList {
    func table(isWide: Bool) -> TextTable {
        TextTable(
            headings: ["NAME", "TTL", "TYPE", "DATA", "SERVICE"] + (isWide ? ["ZONE"] : []),
            rows: rows.map { row in
                let services = row.services.map(\.description).joined(separator: ",")
                let cells = [
                    "\(row.record.owner)", "\(row.record.ttl)", "\(row.record.type)", row.record.data.text,
                    services.isEmpty ? "<none>" : services,
                ]
                return isWide ? cells + ["\(row.zone)"] : cells
            })
    }

    var json: JSONValue {
        [
            "records": .array(rows.map(\.json)),
            "problems": .array(
                problems.map { service, problem in
                    [
                        "service": .string("\(service)"), "reason": .string(problem.reason),
                        "message": .string(problem.message),
                    ]
                }),
        ]
    }

    /// That something is missing, and where that is told; `nil`: nothing is.
    var note: String? {
        let services = Set(problems.map(\.service)).sorted()
        guard let first = services.first else { return nil }
        let count = services.count == 1 ? "1 Service has" : "\(services.count) Services have"
        return "\(count) not all the records asked for; see the condition fairway.dev/DNSPublished, as in "
            + "`kubectl describe service -n \(first.namespace) \(first.name)`."
    }
}

extension RecordList.Row {
    fileprivate var json: JSONValue {
        [
            "name": .string("\(record.owner)"), "ttl": .integer(Int64(record.ttl)), "type": .string("\(record.type)"),
            "data": .string(record.data.text), "zone": .string("\(zone)"),
            "services": .array(services.map { .string("\($0)") }),
        ]
    }
}
