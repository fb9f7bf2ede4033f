/// Names as a tree: each node but the first stands for a label below its parent. What asks it pays for the labels that are
/// there and one more, however many it asks for.
struct LabelTree: Sendable {
    private struct Node {
        var parent: UInt32
        /// Where in `labels` its label is.
        var label: UInt32
    }

    /// A place of the hash table. What is compared lies behind `label`, so that a name that is there costs two places in
    /// memory and no more, of which none may be in a cache.
    private struct Slot {
        /// 0: nobody's.
        var node: UInt32 = 0
        var label: UInt32 = 0
    }

    /// The first node has no label: it is what the names are below.
    private var nodes = [Node(parent: 0, label: 0)]
    /// Of each node the number of its parent, in four bytes, and its label in lower case, after its length.
    private var labels: [UInt8] = []
    /// With open addressing. At most half of it is in use.
    private var slots = [Slot](repeating: Slot(), count: 16)

    var count: Int { nodes.count }

    /// The child of a node by its label, which begins with its length; `nil` where it has none.
    func child(of parent: Int, _ label: Span<UInt8>) -> Int? {
        let node = slots[slot(of: UInt32(truncatingIfNeeded: parent), label)].node
        return node == 0 ? nil : Int(node)
    }

    /// The child of a node, made where there is none.
    mutating func insertChild(of parent: Int, _ label: Span<UInt8>) -> Int {
        let parent = UInt32(truncatingIfNeeded: parent)
        let slot = slot(of: parent, label)
        guard slots[slot].node == 0 else { return Int(slots[slot].node) }
        let node = Slot(node: UInt32(truncatingIfNeeded: nodes.count), label: UInt32(truncatingIfNeeded: labels.count))
        nodes.append(Node(parent: parent, label: node.label))
        for shift in [24, 16, 8, 0] as [UInt32] { labels.append(UInt8(truncatingIfNeeded: parent >> shift)) }
        for index in label.indices { labels.append(label[index].asciiLowercased) }
        slots[slot] = node
        if nodes.count * 2 > slots.count { grow() }
        return Int(node.node)
    }

    func parent(of node: Int) -> Int { Int(nodes[node].parent) }

    private mutating func grow() {
        slots = [Slot](repeating: Slot(), count: slots.count * 2)
        let labels = labels
        for node in nodes.indices.dropFirst() {
            let start = Int(nodes[node].label) + Self.parentLength
            let label = labels.span.extracting(start..<(start + 1 + Int(labels[start])))
            let slot = slot(of: nodes[node].parent, label)
            slots[slot] = Slot(node: UInt32(truncatingIfNeeded: node), label: nodes[node].label)
        }
    }

    /// Where the child is or would be.
    private func slot(of parent: UInt32, _ label: Span<UInt8>) -> Int {
        let mask = slots.count - 1
        var slot = hash(parent, label) & mask
        while slots[slot].node != 0, !isLabel(at: Int(slots[slot].label), label, below: parent) {
            slot = (slot + 1) & mask
        }
        return slot
    }

    private static let parentLength = 4

    private func isLabel(at place: Int, _ label: Span<UInt8>, below parent: UInt32) -> Bool {
        let start = place + Self.parentLength
        guard labels[start] == label[0] else { return false }
        guard labels[place..<start].reduce(0, { $0 << 8 | UInt32($1) }) == parent else { return false }
        return label.indices.allSatisfy { labels[start + $0] == label[$0].asciiLowercased }
    }

    /// By the process's own seed, so that nobody can choose names that fall on one another.
    private func hash(_ parent: UInt32, _ label: Span<UInt8>) -> Int {
        var hasher = Hasher()
        hasher.combine(parent)
        var word: UInt64 = 0
        for index in label.indices {
            word = word << 8 | UInt64(label[index].asciiLowercased)
            if index & 7 == 7 { hasher.combine(word) }
        }
        hasher.combine(word)
        return hasher.finalize()
    }
}

extension LabelTree {
    /// The node of a name below the first node, which stands for the last `skipping` labels; it and its ancestors are
    /// made where there are none.
    mutating func insert(_ name: DomainName, skipping: Int) -> Int {
        let wire = name.wire.span
        let labels = NameLabels(wire)
        var node = 0
        for index in stride(from: labels.count - 1 - skipping, through: 0, by: -1) {
            node = insertChild(of: node, wire.extracting(wire.label(at: labels[index])))
        }
        return node
    }
}

extension Span where Element == UInt8 {
    /// Where the label is whose length is at an offset of a well-formed name, with its length.
    func label(at offset: Int) -> Range<Int> { offset..<(offset + 1 + Int(self[offset])) }
}
