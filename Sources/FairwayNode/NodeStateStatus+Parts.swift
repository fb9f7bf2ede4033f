import FairwayResources

extension NodeStateStatus {
    /// How many Services one NodeState speaks of at most: with their longest names that is far from the 1.5 MiB that etcd
    /// takes, and what changes for one Service is little to write.
    static let capacity = 100

    /// This status spread over as many NodeStates as it takes, by their names; the first is named as the node.
    ///
    /// A Service stays in the NodeState that speaks of it in `current`; others come where there is room.
    func parts(of node: String, keeping current: [String: NodeStateStatus]) -> [String: NodeStateStatus] {
        var places = PartPlaces(node: node, current)
        var parts = [node: with(acknowledged: [], refused: [])]
        for acknowledgement in acknowledged {
            let name = places.name(for: acknowledgement.service)
            parts[name, default: with(acknowledged: [], refused: [])].acknowledged.append(acknowledgement)
        }
        for refusal in refused {
            let name = places.name(for: refusal.service)
            parts[name, default: with(acknowledged: [], refused: [])].refused.append(refusal)
        }
        return parts
    }

    /// The Services that it speaks of.
    fileprivate var services: Set<String> { Set(acknowledged.map(\.service)).union(refused.map(\.service)) }

    private func with(acknowledged: [Acknowledgement], refused: [RefusedPort]) -> Self {
        var part = self
        (part.acknowledged, part.refused) = (acknowledged, refused)
        return part
    }
}

/// Which Service is spoken of where.
private struct PartPlaces {
    private let node: String
    private var names: [String: String] = [:]
    private var counts: [String: Int] = [:]
    /// The part to look at first for room: those before are full.
    private var number = 1

    /// `current` says where Services are now, those among them that are gone: these keep their places until the next time.
    init(node: String, _ current: [String: NodeStateStatus]) {
        self.node = node
        for (name, part) in current.sorted(by: { $0.key < $1.key }) {
            for service in part.services where names[service] == nil {
                names[service] = name
                counts[name, default: 0] += 1
            }
        }
    }

    mutating func name(for service: String) -> String {
        if let name = names[service] { return name }
        while counts[partName, default: 0] >= NodeStateStatus.capacity { number += 1 }
        names[service] = partName
        counts[partName, default: 0] += 1
        return partName
    }

    private var partName: String { number == 1 ? node : "\(node).part-\(number)" }
}
