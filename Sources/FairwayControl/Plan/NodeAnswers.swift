import FairwayCore
import FairwayResources

/// What all nodes say, by Service.
struct NodeAnswers: Sendable {
    /// What nodes say of one Service.
    struct Answer: Equatable, Sendable {
        /// The number of nodes there are, whether or not they say anything.
        var nodes = 0
        /// The version that each of the nodes that serve it has acknowledged.
        var versions: [String] = []
        /// In the order of ports, each refusal once.
        var refused: [RefusedPort] = []

        /// Whether any node still serves it.
        var isServed: Bool { !versions.isEmpty }

        /// How many nodes serve it as it should be. Without a `version` any will do.
        func count(serving version: Fingerprint?) -> Int {
            guard let version = version?.description else { return versions.count }
            return versions.count { $0 == version }
        }
    }

    private let nodes: Int
    private var answers: [String: Answer] = [:]

    init(_ states: [NodeState]) {
        // Of one that serves many Services there are several.
        nodes = Set(states.map(\.nodeName)).count
        for state in states {
            for acknowledgement in state.status?.acknowledged ?? [] {
                answers[acknowledgement.service, default: Answer()].versions.append(acknowledgement.serviceVersion)
            }
            for refusal in state.status?.refused ?? [] {
                answers[refusal.service, default: Answer()].refused.append(refusal)
            }
        }
    }

    /// What they say of a Service, by its `namespace/name`.
    subscript(_ name: String) -> Answer {
        var answer = answers[name] ?? Answer()
        answer.nodes = nodes
        if !answer.refused.isEmpty { answer.refused = Set(answer.refused).sorted() }
        return answer
    }
}
