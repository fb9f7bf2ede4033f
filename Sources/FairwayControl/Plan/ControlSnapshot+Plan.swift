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
        let allocations = pools.usable.allocate(to: claimants(readings, pools.usable))
        let answers = NodeAnswers(nodeStates)
        let sliceErrors = sliceErrors()
        var plan = ControlPlan(pools: pools.changedStatuses(allocations, now: now))
        for (key, service) in services {
            guard let reading = readings[key] else { continue }
            let life = ServiceLife(
                service: service, reading: reading, isOurs: classes.claim(service),
                allocation: allocations[key] ?? Allocation(), answers: answers[key],
                sliceError: sliceErrors[key], departure: departures[key], now: now)
            plan.services[key] = isLeaving(service) ? life.departing() : life.living()
            if let departure = departures[key], plan.services[key] == nil, isLeaving(service) {
                plan.wakeAt = min(plan.wakeAt ?? .distantFuture, departure.deadline)
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
            if service.status?.conditions[ServiceConditions.addressAssigned] == nil {
                // Without a word from us the address may be one that another load balancer gave.
                claimant.held.removeAll { pools.pool(holding: $0) == nil }
            }
            return claimant
        }
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
