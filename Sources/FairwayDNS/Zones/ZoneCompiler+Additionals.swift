/// The addresses of what records point to, which answers add.
extension ZoneCompiler {
    mutating func linkAdditionals() {
        for set in sets.indices {
            guard let offset = sets[set].type.targetOffset else { continue }
            var found: [CompiledZone.Additional] = []
            for record in sets[set].records {
                for additional in addresses(of: records[record].start + offset, for: sets[set])
                where !found.contains(additional) {
                    found.append(additional)
                }
            }
            sets[set].additionals = additionals.count..<(additionals.count + found.count)
            additionals += found
        }
    }

    /// The addresses, as far as they are in the zone, of the name at `target` of the data.
    private func addresses(of target: Int, for set: CompiledZone.RecordSet) -> [CompiledZone.Additional] {
        let name = data.span.extracting(droppingFirst: target)
        let isDelegation = set.type == .ns && nodes[set.node].isDelegation
        guard let node = node(of: name, throughDelegations: set.type == .ns) else { return [] }
        let isGlue = isDelegation && isBelow(node.number, set.node)
        return nodes[node.number].sets.filter { sets[$0].type == .a || sets[$0].type == .aaaa }.map { address in
            CompiledZone.Additional(set: address, owner: node.isWildcard ? target : nil, isGlue: isGlue)
        }
    }

    /// The node that answers for a name; `nil` where the zone has no such name.
    private func node(of name: Span<UInt8>, throughDelegations: Bool) -> (number: Int, isWildcard: Bool)? {
        let labels = NameLabels(name)
        guard name.isWithin(apex, labels: labels, apexLabelCount: apexLabelCount) else { return nil }
        var node = 0
        for index in stride(from: labels.count - 1 - apexLabelCount, through: 0, by: -1) {
            guard let child = tree.child(of: node, name.extracting(name.label(at: labels[index]))) else {
                return nodes[node].wildcard.map { ($0, true) }
            }
            node = child
            if nodes[node].isDelegation, !throughDelegations { return nil }
        }
        return (node, false)
    }

    private func isBelow(_ node: Int, _ ancestor: Int) -> Bool {
        var node = node
        while node != ancestor, node != 0 { node = tree.parent(of: node) }
        return node == ancestor
    }
}

extension RecordType {
    /// Where in the data the name is whose addresses an answer adds; `nil`: such a type has none.
    fileprivate var targetOffset: Int? {
        switch self {
        case .ns: 0
        case .mx, .svcb, .https: 2
        case .srv: 6
        default: nil
        }
    }
}

extension Span where Element == UInt8 {
    /// Whether the name at the beginning is `apex` or below it.
    func isWithin(_ apex: DomainName, labels: NameLabels, apexLabelCount: Int) -> Bool {
        guard labels.count >= apexLabelCount else { return false }
        guard apexLabelCount > 0 else { return true }
        let start = labels[labels.count - apexLabelCount]
        guard count - start >= apex.wire.count else { return false }
        return apex.wire.indices.allSatisfy { isEqualIgnoringCase(self[start + $0], apex.wire[$0]) }
    }
}
