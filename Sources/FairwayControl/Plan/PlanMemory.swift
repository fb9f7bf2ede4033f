import FairwayCore
import FairwayKubernetes
import FairwayResources

/// What a plan remembers of the one before, so that only what has changed is worked out anew. Plans are the same with it
/// and without.
package struct PlanMemory: Sendable {
    /// A Service as it was read.
    final class Known: Sendable {
        let service: FairwayKubernetes.Service
        let reading: ServiceReading
        let rivalAddress: String?
        let claimant: AddressClaimant?

        init(
            _ service: FairwayKubernetes.Service, _ reading: ServiceReading, rivalAddress: String?,
            claimant: AddressClaimant?
        ) {
            self.service = service
            self.reading = reading
            self.rivalAddress = rivalAddress
            self.claimant = claimant
        }
    }

    /// What Services are read in the light of.
    private struct Light: Equatable {
        var classes: LoadBalancerClasses
        var pools: AddressPools
        var namespaceLabels: [String: [String: String]]
    }

    /// A Service for which there was nothing to do.
    private final class Settled: Sendable {
        let life: ServiceLife

        init(_ life: ServiceLife) {
            self.life = life
        }
    }

    private var light: Light?
    private(set) var known: [ServiceKey: Known] = [:]
    private(set) var allocations: [ServiceKey: Allocation] = [:]
    private var settled: [ServiceKey: Settled] = [:]
    private var nodes: (states: [NodeState], answers: NodeAnswers)?

    package init() {}
}

// MARK: - Services

extension PlanMemory {
    /// Reads the Services that are others than before, and decides who has which address if they ask for something else.
    mutating func follow(_ snapshot: ControlSnapshot, _ pools: AddressPools) {
        let light = Light(classes: snapshot.classes, pools: pools, namespaceLabels: snapshot.namespaceLabels)
        let before = light == self.light ? known : [:]
        var isSame = light == self.light
        self.light = light
        known = snapshot.services.mapValues { service in
            let key = service.serviceKey
            // Not by its version: what is being written has none yet.
            if let before = before[key], before.service == service { return before }
            let now = snapshot.read(service, pools)
            isSame = isSame && before[key].map { $0.claimant == now.claimant } ?? (now.claimant == nil)
            return now
        }
        // Of a Service that is gone the address is free.
        isSame = isSame && before.allSatisfy { key, before in before.claimant == nil || known[key] != nil }
        if !isSame { allocations = pools.allocate(to: known.values.compactMap(\.claimant)) }
        settled = settled.filter { known[$0.key] != nil }
    }
}

extension ControlSnapshot {
    fileprivate func read(
        _ service: FairwayKubernetes.Service, _ pools: AddressPools
    ) -> PlanMemory.Known {
        let reading = ServiceReading(service)
        let rivalAddress = rivalAddress(of: service, pools)
        return PlanMemory.Known(
            service, reading, rivalAddress: rivalAddress,
            claimant: rivalAddress == nil ? claimant(service, reading, pools) : nil)
    }
}

// MARK: - Lives

extension PlanMemory {
    /// Whether there was nothing to do for a Service when all that its next step depends on was the same.
    func isSettled(_ life: ServiceLife) -> Bool { settled[life.reading.key]?.life == life }

    /// Notes whether there is nothing to do for a Service, whatever the time.
    mutating func note(_ life: ServiceLife, isSettled: Bool) {
        settled[life.reading.key] = isSettled ? Settled(life) : nil
    }
}

// MARK: - Nodes

extension PlanMemory {
    /// What nodes say.
    mutating func answers(of states: [NodeState]) -> NodeAnswers {
        if let nodes, nodes.states == states { return nodes.answers }
        let answers = NodeAnswers(states)
        nodes = (states, answers)
        return answers
    }
}
