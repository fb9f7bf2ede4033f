import FairwayCore
import FairwayKubernetes
import FairwayResources

/// What a plan remembers of the one before, so that only what has changed is worked out anew. Plans are the same with it
/// and without.
package struct PlanMemory: Sendable {
    /// What Services are read in the light of.
    private struct Light: Equatable {
        var classes: LoadBalancerClasses
        var pools: AddressPools
        var namespaceLabels: [String: [String: String]]
    }

    private var light: Light?
    private(set) var members: [ServiceKey: Member] = [:]
    private(set) var allocations: [ServiceKey: Allocation] = [:]
    private var nodes: (states: [NodeState], answers: NodeAnswers)?

    package init() {}
}

extension PlanMemory {
    /// A Service, and its life when there was last nothing to do for it.
    struct Member: Sendable {
        fileprivate(set) var known: KnownService
        fileprivate var settled: SettledLife?

        /// Whether there was nothing to do when all that its next step depends on was the same.
        func isSettled(_ life: ServiceLife) -> Bool { settled?.life == life }
    }

    /// An object, as most Services have one that stays.
    fileprivate final class SettledLife: Sendable {
        let life: ServiceLife

        init(_ life: ServiceLife) {
            self.life = life
        }
    }

    /// Notes whether there is nothing to do for a Service, whatever the time.
    mutating func note(_ life: ServiceLife, of key: ServiceKey, isSettled: Bool) {
        members[key]?.settled = isSettled ? SettledLife(life) : nil
    }
}

// MARK: - Following

extension PlanMemory {
    /// Reads the Services that are others than before, and decides who has which address if they ask for something else.
    mutating func follow(_ snapshot: ControlSnapshot, _ pools: AddressPools) {
        let light = Light(classes: snapshot.classes, pools: pools, namespaceLabels: snapshot.namespaceLabels)
        var isSame = light == self.light
        if !isSame { members = [:] }
        self.light = light
        for (key, service) in snapshot.services {
            let before = members[key]?.known
            // Not by its version: what is being written has none yet.
            if let before, before.service == service { continue }
            let known = KnownService(service, of: snapshot, pools)
            isSame = isSame && before?.claimant == known.claimant
            members[key] = Member(known: known)
        }
        if members.count > snapshot.services.count {
            members = members.filter { snapshot.services[$0.key] != nil }
            isSame = false
        }
        if !isSame { allocations = pools.allocate(to: members.values.compactMap(\.known.claimant)) }
    }

    /// What nodes say.
    mutating func answers(of states: [NodeState]) -> NodeAnswers {
        if let nodes, nodes.states == states { return nodes.answers }
        let answers = NodeAnswers(states)
        nodes = (states, answers)
        return answers
    }
}
