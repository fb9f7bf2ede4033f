/// A zone made ready to answer from: immutable, shared by all threads that answer.
///
/// Names, sets of records and their data lie in a few flat arrays, in which an answer refers to places by number. The
/// order of the records in a set is that of their bytes, always the same.
package final class CompiledZone: Sendable {
    package let apex: DomainName
    /// What of the records is not served, and why.
    package let problems: [ZoneProblem]

    /// The number of labels of the apex.
    let apexLabelCount: Int
    let tree: LabelTree
    /// By the tree's number of the node; the first is the apex.
    let nodes: [Node]
    let sets: [RecordSet]
    let records: [Record]
    let additionals: [Additional]
    /// Names and data of records, names not compressed.
    let data: [UInt8]
    /// The apex's SOA as it stands in negative answers, with the TTL of RFC 2308 §3.
    let negativeSOA: Int

    struct Node {
        /// Its name in `data`, which only a node with records has.
        var name = 0
        /// Its sets, sorted by type. A name without any is there only because of names below it.
        var sets = 0..<0
        /// The child `*`.
        var wildcard: Int?
        /// Whether the names from here on are another zone's.
        var isDelegation = false
    }

    /// The records of one name and type (RFC 2181 §5).
    struct RecordSet {
        var type: RecordType
        var ttl: UInt32
        var node: Int
        var records: Range<Int>
        /// What is added to an answer for the sake of these records.
        var additionals = 0..<0
    }

    /// The data of a record, as a range of `CompiledZone.data`.
    struct Record {
        var start: Int
        var length: UInt16
    }

    /// Addresses of a name that a record points to.
    struct Additional: Hashable {
        var set: Int
        /// Where in `data` the name is that they are given for, where that is not the set's own.
        var owner: Int?
        /// Whether nobody finds the name servers without them (RFC 9471 §2).
        var isGlue: Bool
    }

    /// Makes a zone ready.
    ///
    /// Records of one name and type share the lowest of their TTLs; of equal ones there is one. What cannot be served is
    /// left away and becomes one of the `problems`.
    ///
    /// - Throws: where there is no SOA or no NS record at the apex, without which nothing can be served.
    package init(apex: DomainName, records: [ResourceRecord]) throws(ZoneProblem) {
        var compiler = ZoneCompiler(apex: apex)
        compiler.add(records)
        try compiler.finish()
        self.apex = apex
        problems = compiler.problems
        apexLabelCount = apex.labelCount
        tree = compiler.tree
        nodes = compiler.nodes
        sets = compiler.sets
        self.records = compiler.records
        additionals = compiler.additionals
        data = compiler.data
        negativeSOA = compiler.negativeSOA
    }

    /// The number of records, each counted once.
    package var recordCount: Int { records.count }

    /// The serial of its SOA record, by which secondaries see that it has changed.
    package var serial: UInt32 {
        let record = records[sets[negativeSOA].records.lowerBound]
        // The first of the five numbers at its end (RFC 1035 §3.3.13).
        let start = record.start + Int(record.length) - 20
        return data[start..<(start + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The set of a node by its type.
    func set(_ type: RecordType, of node: Int) -> Int? {
        for set in nodes[node].sets where sets[set].type == type { return set }
        return nil
    }
}
