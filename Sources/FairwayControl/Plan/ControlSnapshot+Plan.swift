import FairwayCore
import FairwayKubernetes
import FairwayRecords
import FairwayResources
package import Foundation

extension ControlSnapshot {
    /// Decides what there is to do. The answer depends on nothing but the snapshot and the time, and once everything it
    /// says is done, and nodes have followed, the answer is nothing.
    ///
    /// `memory` is that of the plan before, if there was one; it only makes it faster.
    package func plan(now: Date, _ memory: inout PlanMemory) -> ControlPlan {
        let pools = PoolReading(pools)
        memory.follow(self, pools.usable)
        let answers = memory.answers(of: livingNodeStates)
        let sliceErrors = sliceErrors()
        let timestamp = now.kubernetesTime
        let naming = naming ?? freshNaming()
        var plan = ControlPlan(pools: pools.changedStatuses(memory.allocations, now: now))
        for (key, member) in memory.members {
            var life = ServiceLife(
                known: member.known, allocation: memory.allocations[key] ?? Allocation(),
                answers: answers[member.known.name], sliceError: sliceErrors[key], departure: departures[key])
            life.published = naming.plan.services[key]
            if member.isSettled(life) { continue }
            let timeless = life
            (life.now, life.timestamp) = (now, timestamp)
            plan.services[key] = member.known.isLeaving ? life.departing() : life.living()
            let deadline = member.known.isLeaving ? departures[key]?.deadline : life.nodesDeadline
            memory.note(timeless, of: key, isSettled: plan.services[key] == nil && deadline == nil)
            if plan.services[key] == nil, let deadline, deadline > now {
                plan.wakeAt = min(plan.wakeAt ?? .distantFuture, deadline)
            }
        }
        plan.zones = changedZoneStatuses(naming, now: now)
        return plan
    }

    /// What a Service has or wants of addresses from us; `nil`: nothing.
    func claimant(
        _ service: FairwayKubernetes.Service, _ reading: ServiceReading, _ pools: AddressPools
    ) -> AddressClaimant? {
        if isLeaving(service) {
            return reading.held.isEmpty ? nil : reading.claimant(isLeaving: true)
        }
        guard classes.claim(service), !service.isDeleting else { return nil }
        var claimant = reading.claimant(isLeaving: false)
        claimant.labels = service.metadata.labels
        claimant.namespaceLabels = namespaceLabels[reading.key.namespace] ?? [:]
        claimant.held = service.ingress.filter { service.wrote($0) || pools.hold($0) }.compactMap(\.address)
        return claimant
    }

    /// An address or name by which another load balancer serves a Service that could be either's: nobody said whose it
    /// is. To write over it would begin a fight, and cut off those who use it.
    func rivalAddress(of service: FairwayKubernetes.Service, _ pools: AddressPools) -> String? {
        guard service.isClassless, classes.claim(service), !service.isDeleting else { return nil }
        let entry = service.ingress.first { !service.wrote($0) && !pools.hold($0) }
        return entry.flatMap { $0.ip ?? $0.hostname }
    }

    /// What is wrong with the EndpointSlices of each Service: the first thing by the slices' names.
    private func sliceErrors() -> [ServiceKey: ServiceReadingError] {
        var errors: [ServiceKey: (slice: String, error: ServiceReadingError)] = [:]
        for slice in endpointSlices where !slice.isPlain {
            guard let key = slice.serviceKey else { continue }
            let name = slice.metadata.name ?? ""
            do throws(ServiceReadingError) {
                _ = try slice.weight()
            } catch {
                if let known = errors[key], known.slice <= name { continue }
                errors[key] = (name, error)
            }
        }
        return errors.mapValues(\.error)
    }
}

extension AddressPools {
    fileprivate func hold(_ entry: LoadBalancerIngress) -> Bool {
        entry.address.map { pool(holding: $0) != nil } ?? false
    }
}
