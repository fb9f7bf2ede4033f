/// Names as a tree: each node but the first stands for a label below its parent. What asks it pays for the labels that are
/// there and one more, however many it asks for.
struct LabelTree: Sendable {
    private struct Node {
        var parent: UInt32
        /// Where in `labels` its label is.
        var label: UInt32
    }

    /// The first node has no label: it is what the names are below.
    private var nodes = [Node(parent: 0, label: 0)]
    /// Labels in lower case, each after its length.
    private var labels: [UInt8] = []
    /// A hash table with open addressing: numbers of nodes, 0 where there is none. At most half of it is in use.
    private var slots = [UInt32](repeating: 0, count: 16)

    var count: Int { nodes.count }

    /// The child of a node by its label, which begins with its length; `nil` where it has none.
    func child(of parent: Int, _ label: Span<UInt8>) -> Int? {
        let slot = slot(of: UInt32(truncatingIfNeeded: parent), label)
        return slots[slot] == 0 ? nil : Int(slots[slot])
    }

    /// The child of a node, made where there is none.
    mutating func insertChild(of parent: Int, _ label: Span<UInt8>) -> Int {
        let parent = UInt32(truncatingIfNeeded: parent)
        let slot = slot(of: parent, label)
        guard slots[slot] == 0 else { return Int(slots[slot]) }
        let node = UInt32(truncatingIfNeeded: nodes.count)
        nodes.append(Node(parent: parent, label: UInt32(truncatingIfNeeded: labels.count)))
        for index in label.indices { labels.append(label[index].asciiLowercased) }
        slots[slot] = node
        if nodes.count * 2 > slots.count { grow() }
        return Int(node)
    }

    func parent(of node: Int) -> Int { Int(nodes[node].parent) }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        let labels = labels
        for node in nodes.indices.dropFirst() {
            let start = Int(nodes[node].label)
            let label = labels.span.extracting(start..<(start + 1 + Int(labels[start])))
            let slot = slot(of: nodes[node].parent, label)
            slots[slot] = UInt32(truncatingIfNeeded: node)
        }
    }

    /// Where the child is or would be.
    private func slot(of parent: UInt32, _ label: Span<UInt8>) -> Int {
        let mask = slots.count - 1
        var slot = hash(parent, label) & mask
        while slots[slot] != 0, !isChild(Int(slots[slot]), of: parent, label) {
            slot = (slot + 1) & mask
        }
        return slot
    }

    private func isChild(_ node: Int, of parent: UInt32, _ label: Span<UInt8>) -> Bool {
        guard nodes[node].parent == parent else { return false }
        let start = Int(nodes[node].label)
        guard labels[start] == label[0] else { return false }
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
