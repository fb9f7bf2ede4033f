/// The zones that a server is the authority for: immutable, shared by all threads that answer. As an object it costs those a
/// single count of references, over which they would get into each other's way.
package final class ZoneSet: Sendable {
    package let zones: [CompiledZone]
    private let tree: LabelTree
    /// By the tree's number of a node, the zone whose apex it is.
    private let holders: [Holder?]

    /// What there is of the zone that a name is in.
    enum Holder: Sendable {
        /// Its number.
        case zone(Int)
        /// Nothing yet.
        case unready
    }

    /// - Parameters:
    ///   - zones: of two with the same apex the first counts.
    ///   - unready: the apexes of zones of which nothing can be said yet, if they are not among `zones`.
    package init(_ zones: [CompiledZone], unready: Set<DomainName> = []) {
        var tree = LabelTree()
        let nodes = zones.map { tree.insert($0.apex, skipping: 0) }
        let unreadyNodes = unready.map { tree.insert($0, skipping: 0) }
        var holders = [Holder?](repeating: nil, count: tree.count)
        for (zone, node) in zip(zones.indices, nodes) where holders[node] == nil { holders[node] = .zone(zone) }
        for node in unreadyNodes where holders[node] == nil { holders[node] = .unready }
        self.zones = zones
        self.tree = tree
        self.holders = holders
    }

    /// The zone that a name is in: of nested ones the innermost.
    ///
    /// The DS records of a zone are its parent's (RFC 4035 §3.1.4.1), if the parent is here as well.
    func holder(of name: Span<UInt8>, labels: NameLabels, type: RecordType) -> Holder? {
        var (node, found) = (0, holders[0])
        for index in stride(from: labels.count - 1, through: 0, by: -1) {
            guard let child = tree.child(of: node, name.extracting(name.label(at: labels[index]))) else { break }
            node = child
            if index == 0, type == .ds, found != nil { break }
            found = holders[node] ?? found
        }
        return found
    }
}
