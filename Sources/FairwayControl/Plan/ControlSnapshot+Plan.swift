import FairwayCore
import FairwayKubernetes
import FairwayResources
package import Foundation

extension ControlSnapshot {
    /// Decides what there is to do. The answer depends on nothing but the snapshot and the time, and once everything it
    /// says is done, and nodes have followed, the answer is nothing.
    package func plan(now: Date) -> ControlPlan {
        let readings = services.mapValues(ServiceReading.init)
        let pools = PoolReading(pools)
        let rivals = services.compactMapValues { rivalAddress(of: $0, pools.usable) }
        let claimants = claimants(readings.filter { rivals[$0.key] == nil }, pools.usable)
        let allocations = pools.usable.allocate(to: claimants)
        let answers = NodeAnswers(livingNodeStates)
        let sliceErrors = sliceErrors()
        let timestamp = now.kubernetesTime
        var plan = ControlPlan(pools: pools.changedStatuses(allocations, now: now))
        for (key, service) in services {
            guard let reading = readings[key] else { continue }
            let life = ServiceLife(
                service: service, reading: reading, isOurs: classes.claim(service),
                allocation: allocations[key] ?? Allocation(), answers: answers[key],
                sliceError: sliceErrors[key],
                rivalAddress: rivals[key], departure: departures[key], now: now,
                timestamp: timestamp)
            plan.services[key] = isLeaving(service) ? life.departing() : life.living()
            if plan.services[key] == nil,
                let deadline = isLeaving(service) ? departures[key]?.deadline : life.nodesDeadline, deadline > now
            {
                plan.wakeAt = min(plan.wakeAt ?? .distantFuture, deadline)
            }
        }
        return plan
    }

    /// Every Service that has or wants an address from us.
    private func claimants(
        _ readings: [ServiceKey: ServiceReading], _ pools: AddressPools
    ) -> [AddressClaimant] {
        services.compactMap { key, service in
            guard let reading = readings[key] else { return nil }
            if isLeaving(service) {
                return reading.held.isEmpty ? nil : reading.claimant(isLeaving: true)
            }
            guard classes.claim(service), !service.isDeleting else { return nil }
            var claimant = reading.claimant(isLeaving: false)
            claimant.labels = service.metadata.labels
            claimant.namespaceLabels = namespaceLabels[key.namespace] ?? [:]
            claimant.held = service.ingress.filter { service.wrote($0) || pools.hold($0) }.compactMap(\.address)
            return claimant
        }
    }

    /// An address or name by which another load balancer serves a Service that could be either's: nobody said whose it
    /// is. To write over it would begin a fight, and cut off those who use it.
    private func rivalAddress(of service: FairwayKubernetes.Service, _ pools: AddressPools) -> String? {
        guard service.isClassless, classes.claim(service), !service.isDeleting else { return nil }
        let entry = service.ingress.first { !service.wrote($0) && !pools.hold($0) }
        return entry.flatMap { $0.ip ?? $0.hostname }
    }

    /// What is wrong with the EndpointSlices of each Service: the first thing by the slices' names.
    private func sliceErrors() -> [ServiceKey: ServiceReadingError] {
        var errors: [ServiceKey: (slice: String, error: ServiceReadingError)] = [:]
        for slice in endpointSlices where !slice.metadata.annotations.isEmpty {
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
