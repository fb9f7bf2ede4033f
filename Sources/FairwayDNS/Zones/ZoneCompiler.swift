/// Lays a zone's records out as `CompiledZone` has them.
struct ZoneCompiler {
    let apex: DomainName
    let apexLabelCount: Int
    private(set) var tree = LabelTree()
    private(set) var problems: [ZoneProblem] = []
    private(set) var nodes: [CompiledZone.Node] = []
    var sets: [CompiledZone.RecordSet] = []
    private(set) var records: [CompiledZone.Record] = []
    var additionals: [CompiledZone.Additional] = []
    private(set) var data: [UInt8] = []
    private(set) var negativeSOA = 0
    private var entries: [Entry] = []

    /// A record on its way.
    private struct Entry {
        var node: Int
        var record: ResourceRecord
        var bytes: [UInt8]

        /// By name, by type, and then as the set shall be ordered.
        static func isBefore(_ one: Entry, _ other: Entry) -> Bool {
            if one.node != other.node { return one.node < other.node }
            if one.record.type != other.record.type { return one.record.type < other.record.type }
            return one.bytes.lexicographicallyPrecedes(other.bytes)
        }
    }

    init(apex: DomainName) {
        self.apex = apex
        apexLabelCount = apex.labelCount
    }

    /// Takes in the records that can be served.
    mutating func add(_ records: [ResourceRecord]) {
        for record in records {
            if let problem = problem(of: record) {
                problems.append(problem)
                continue
            }
            var writer = WireWriter()
            do throws(WireError) {
                try writer.write(record.data, compressing: false)
            } catch {
                problems.append(.tooLarge(record.owner, record.type))
                continue
            }
            let bytes = writer.finish()
            guard bytes.count <= UInt16.max else {
                problems.append(.tooLarge(record.owner, record.type))
                continue
            }
            entries.append(
                Entry(node: tree.insert(record.owner, skipping: apexLabelCount), record: record, bytes: bytes))
        }
    }

    private func problem(of record: ResourceRecord) -> ZoneProblem? {
        let (owner, type) = (record.owner, record.type)
        if !owner.isAtOrBelow(apex) { return .outside(zone: apex, owner: owner, type) }
        if type.isMeta || type == .dname || record.class != .internet { return .unservable(owner, type) }
        if type == .soa, owner != apex { return .unservable(owner, type) }
        if type == .ns, owner.isWildcard { return .wildcardDelegation(owner) }
        return nil
    }

    /// Lays everything out.
    mutating func finish() throws(ZoneProblem) {
        entries.sort(by: Entry.isBefore)
        nodes = Array(repeating: CompiledZone.Node(), count: tree.count)
        var start = 0
        while start < entries.count {
            let node = entries[start].node
            let end = entries[start...].firstIndex { $0.node != node } ?? entries.count
            addNode(node, withoutMisplacedAliases(entries[start..<end]))
            start = end
        }
        entries = []
        try checkApex()
        markWildcards()
        linkAdditionals()
    }

    /// An alias has no other records; what can be both stays what it is besides.
    private mutating func withoutMisplacedAliases(_ entries: ArraySlice<Entry>) -> [Entry] {
        let aliases = entries.filter { $0.record.type == .cname }
        guard let first = aliases.first else { return Array(entries) }
        guard aliases.count == entries.count else {
            problems.append(.aliasWithOtherData(first.record.owner))
            return entries.filter { $0.record.type != .cname }
        }
        if aliases.contains(where: { $0.record.data != first.record.data }) {
            problems.append(.severalAliases(first.record.owner))
        }
        return [first]
    }

    private mutating func addNode(_ node: Int, _ entries: [Entry]) {
        guard let owner = entries.first?.record.owner else { return }
        nodes[node].name = append(owner.wire)
        let firstSet = sets.count
        var start = 0
        while start < entries.count {
            let type = entries[start].record.type
            let end = entries[start...].firstIndex { $0.record.type != type } ?? entries.count
            addSet(type, of: node, entries[start..<end])
            start = end
        }
        nodes[node].sets = firstSet..<sets.count
        nodes[node].isDelegation = node != 0 && entries.contains { $0.record.type == .ns }
    }

    private mutating func addSet(_ type: RecordType, of node: Int, _ entries: ArraySlice<Entry>) {
        let firstRecord = records.count
        var seen: Set<RecordData> = []
        for entry in entries where seen.insert(entry.record.data).inserted {
            records.append(
                CompiledZone.Record(
                    start: append(entry.bytes), length: UInt16(truncatingIfNeeded: entry.bytes.count)))
        }
        let ttl = entries.map(\.record.ttl).min() ?? 0
        sets.append(
            CompiledZone.RecordSet(
                type: type, ttl: min(ttl, UInt32(Int32.max)), node: node, records: firstRecord..<records.count))
    }

    private mutating func append(_ bytes: [UInt8]) -> Int {
        data += bytes
        return data.count - bytes.count
    }

    /// Checks what every zone has to have, and keeps its SOA as negative answers carry it.
    private mutating func checkApex() throws(ZoneProblem) {
        guard let soa = nodes[0].sets.first(where: { sets[$0].type == .soa }) else { throw .noStartOfAuthority(apex) }
        guard sets[soa].records.count == 1 else { throw .severalStartsOfAuthority(apex) }
        guard nodes[0].sets.contains(where: { sets[$0].type == .ns }) else { throw .noNameServers(apex) }
        var negative = sets[soa]
        let end = records[negative.records.lowerBound].start + Int(records[negative.records.lowerBound].length)
        let minimum = data[(end - 4)..<end].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        negative.ttl = min(negative.ttl, minimum)
        negativeSOA = sets.count
        sets.append(negative)
    }

    private mutating func markWildcards() {
        let asterisk: [UInt8] = [1, UInt8(ascii: "*")]
        for node in nodes.indices {
            nodes[node].wildcard = tree.child(of: node, asterisk.span)
        }
    }
}
