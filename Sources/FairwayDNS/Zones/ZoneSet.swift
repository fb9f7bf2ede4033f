/// The zones that a server is the authority for.
package struct ZoneSet: Sendable {
    package let zones: [CompiledZone]
    private var tree = LabelTree()
    /// By the tree's number of a node, that of the zone whose apex it is.
    private var zoneOfNode: [Int?] = []

    /// - Parameter zones: of two with the same apex the first counts.
    package init(_ zones: [CompiledZone]) {
        self.zones = zones
        let nodes = zones.map { tree.insert($0.apex, skipping: 0) }
        zoneOfNode = Array(repeating: nil, count: tree.count)
        for (zone, node) in zip(zones.indices, nodes) where zoneOfNode[node] == nil {
            zoneOfNode[node] = zone
        }
    }

    /// The zone that a name is in, by its number: of nested ones the innermost.
    ///
    /// The DS records of a zone are its parent's (RFC 4035 §3.1.4.1), if the parent is here as well.
    func zone(holding name: Span<UInt8>, labels: NameLabels, type: RecordType) -> Int? {
        var (node, found) = (0, zoneOfNode[0])
        for index in stride(from: labels.count - 1, through: 0, by: -1) {
            guard let child = tree.child(of: node, name.extracting(name.label(at: labels[index]))) else { break }
            node = child
            if index == 0, type == .ds, found != nil { break }
            found = zoneOfNode[node] ?? found
        }
        return found
    }
}
