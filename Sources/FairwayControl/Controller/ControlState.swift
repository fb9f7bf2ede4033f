import FairwayCore
import FairwayKubernetes
import FairwayResources
import Foundation

/// What a controller keeps between one plan and the next.
struct ControlState {
    /// A thing to be worked on.
    enum Item: Hashable {
        /// Looking at everything, and finding out what else is to be worked on.
        case plan
        /// Looking at all names, which are many and no reason for anything else to wait.
        case names
        case service(ServiceKey)
        case pool(String)
        case zone(String)
    }

    private var seen: [ServiceKey: FairwayKubernetes.Service] = [:]
    private var plans: [ServiceKey: ServicePlan] = [:]
    private var pools: [String: AddressPoolStatus] = [:]
    private var written: [ServiceKey: WrittenObject<FairwayKubernetes.Service>] = [:]
    private var departures: [ServiceKey: Departure] = [:]
    private var memory = PlanMemory()
    var zones = ZoneWrites()
    /// Steps that are being taken, with what was known to be written before each.
    private var underway: [ServiceKey: (plan: ServicePlan, before: WrittenObject<FairwayKubernetes.Service>?)] = [:]
    /// Services whose last step failed, by the version at which it did. These wait for their turn.
    private var failed: [ServiceKey: String?] = [:]

    /// Decides anew.
    ///
    /// - Returns: what is to be worked on now, and when to decide again although nothing changed.
    mutating func plan(_ snapshot: ControlSnapshot, now: Date) -> (items: [Item], wakeAt: Date?) {
        var snapshot = snapshot
        for (key, written) in written {
            if let read = snapshot.services[key], written.isNewer(than: read) {
                snapshot.services[key] = written.object
            } else {
                self.written[key] = nil
            }
        }
        snapshot.zones = zones.applied(to: snapshot.zones)
        departures = departures.filter { key, _ in snapshot.services[key].map(snapshot.isLeaving) ?? false }
        snapshot.departures = departures
        let plan = snapshot.plan(now: now, &memory)
        seen = snapshot.services
        plans = plan.services.filter { underway[$0.key] == nil }
        pools = plan.pools
        failed = failed.filter { key, version in seen[key].map { $0.metadata.resourceVersion == version } ?? false }
        let services = plans.keys.filter { failed[$0] == nil }
        let zones = zones.want(plan.zones, of: snapshot.zones)
        let items = services.sorted().map(Item.service) + pools.keys.sorted().map(Item.pool) + zones.map(Item.zone)
        return (items, plan.wakeAt)
    }

    /// The next step for a Service, which is from now on taken for done; `nil`: there is none.
    mutating func begin(_ key: ServiceKey) -> (service: FairwayKubernetes.Service, plan: ServicePlan)? {
        // Its turn has come. Where there is nothing left to do, the next plan is not to wait for this one.
        failed[key] = nil
        guard underway[key] == nil, let service = seen[key], let plan = plans.removeValue(forKey: key) else {
            return nil
        }
        if case .depart(let since) = plan.step {
            departures[key] = Departure(since: since)
        } else {
            let before = written[key]
            underway[key] = (plan, before)
            written[key] = WrittenObject(plan.step.applied(to: service), over: service, after: before)
        }
        return (service, plan)
    }

    /// The step of a Service was taken, and the server answered with the object as it is now.
    ///
    /// - Throws: where the server did not keep what was written. The next plan will want to write it again, and has to
    ///   wait for its turn as after a failure, since otherwise there would be no end to it.
    mutating func succeeded(_ key: ServiceKey, with answer: FairwayKubernetes.Service) throws(StatusNotKept) {
        let step = underway.removeValue(forKey: key)?.plan.step
        failed[key] = nil
        written[key] = written[key]?.confirmed(as: answer)
        guard let step, !step.isKept(by: answer) else { return }
        failed[key] = .some(answer.metadata.resourceVersion)
        throw StatusNotKept(service: key)
    }

    /// The step of a Service was not taken.
    mutating func failed(_ key: ServiceKey) {
        guard let (plan, before) = underway.removeValue(forKey: key) else { return }
        written[key] = before
        plans[key] = plan
        failed[key] = .some(seen[key]?.metadata.resourceVersion)
    }

    /// The status to be written of a pool.
    mutating func begin(pool name: String) -> AddressPoolStatus? { pools.removeValue(forKey: name) }

    /// The status of a pool was not written: it is to be when its turn comes again, unless a plan has another by then.
    mutating func failed(pool name: String, _ status: AddressPoolStatus) {
        pools[name] = pools[name] ?? status
    }
}

/// The API server took a status and made something else of it.
struct StatusNotKept: Error, Hashable, CustomStringConvertible {
    var service: ServiceKey

    var description: String {
        "The status of the Service \(service) is not what was written: the API server, or a webhook of it, changes or "
            + "drops some of it; Kubernetes 1.30 or later is needed."
    }
}

extension ServiceStep {
    /// Whether a status says what was written.
    fileprivate func isKept(by answer: FairwayKubernetes.Service) -> Bool {
        switch self {
        case .writeStatus(let status): status.saysTheSame(as: answer.status)
        case .writeCondition(let condition, let type): answer.status?.conditions[type] == condition
        case .addFinalizers, .removeFinalizers, .depart: true
        }
    }
}

extension ServiceStatus {
    fileprivate func saysTheSame(as other: ServiceStatus?) -> Bool {
        (loadBalancer?.ingress ?? []) == (other?.loadBalancer?.ingress ?? []) && conditions == (other?.conditions ?? [])
    }
}
