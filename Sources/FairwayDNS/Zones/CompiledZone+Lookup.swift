extension CompiledZone {
    /// Where a name is in the zone.
    enum Place {
        case exact(Int)
        /// It is not there, and this wildcard stands for it (RFC 4592 §3.3.1).
        case wildcard(Int)
        /// It is at (`isApex`) or below a name that is delegated.
        case delegated(Int, isApex: Bool)
        case missing
    }

    /// Where a name is that is in the zone, if it is anywhere.
    func place(of name: Span<UInt8>, labels: NameLabels) -> Place {
        var node = 0
        for index in stride(from: labels.count - 1 - apexLabelCount, through: 0, by: -1) {
            guard let child = tree.child(of: node, name.extracting(name.label(at: labels[index]))) else {
                return nodes[node].wildcard.map(Place.wildcard) ?? .missing
            }
            node = child
            if nodes[node].isDelegation { return .delegated(node, isApex: index == 0) }
        }
        return .exact(node)
    }
}
