import FairwayCore
import FairwayKubernetes
import FairwayResources

/// The Services that a node serves, each with all that follows from it alone.
///
/// While many Services live, few of them change: one that is still what it was is not read again.
struct ServedServices {
    /// One Service.
    final class Member: Sendable {
        let service: ServedService
        let acknowledgement: Acknowledgement
        let entries: [Frontend: ForwardingEntry]
        /// What the node says to those who ask for its health; `nil`: nobody does.
        let healthCheck: HealthCheck?
        fileprivate let origin: Origin

        fileprivate init(_ service: ServedService, _ healthCheck: HealthCheck?, from origin: Origin) {
            self.service = service
            self.healthCheck = healthCheck
            self.origin = origin
            acknowledgement = Acknowledgement(service)
            entries = service.entries
        }
    }

    /// The versions of the objects that a Service was read from.
    fileprivate struct Origin: Equatable {
        var service: ObjectVersion
        var slices: Set<ObjectVersion>
    }

    private(set) var members: [ServiceKey: Member] = [:]

    private var served = ServicesTable()
    /// What there is to say of each, sorted by Service.
    private(set) var acknowledged: [Acknowledgement] = []
    /// The keys of `members`, sorted.
    private var keys: [ServiceKey] = []

    /// What an engine is to forward by.
    var table: ForwardingTable { served.table }

    /// What the node says of Services at its ports for health checks. A port that two have is the older one's.
    var healthChecks: [UInt16: HealthCheck] {
        let checks = members.values.compactMap { member in member.healthCheck.map { (member.service.creation, $0) } }
        let oldestFirst = checks.sorted { $0.0 < $1.0 }.map { ($0.1.port, $0.1) }
        return Dictionary(oldestFirst, uniquingKeysWith: { older, _ in older })
    }

    /// Takes in what there is to serve, where only the Services `changed` may be others than before, or may have other
    /// EndpointSlices; `nil`: any.
    ///
    /// Where an annotation cannot be read, what it said before goes on being valid, since a slip of the pen must not put
    /// out what works; the controller tells people.
    ///
    /// - Returns: whether all of it is served as before.
    @discardableResult
    mutating func follow(_ snapshot: NodeSnapshot, changed: Set<ServiceKey>? = nil) -> Bool {
        var different: [ServiceKey] = []
        for key in changed ?? Set(members.keys).union(snapshot.services.keys) {
            let (before, now) = (members[key], member(key, of: snapshot))
            members[key] = now
            guard before?.service != now?.service, let service = now?.service ?? before?.service else { continue }
            different.append(key)
            served.replace(before?.entries, with: now?.entries, of: key, from: service.creation)
        }
        if !different.isEmpty { acknowledge(different) }
        return different.isEmpty
    }

    /// A Service as it is to be served; `nil`: it is not.
    private func member(_ key: ServiceKey, of snapshot: NodeSnapshot) -> Member? {
        guard let service = snapshot.services[key], NodeSnapshot.isServed(service) else { return nil }
        let slices = snapshot.slices(of: key)
        let origin = Origin(service: ObjectVersion(service), slices: Set(slices.map { ObjectVersion($0) }))
        let before = members[key]
        if let before, before.origin == origin, origin.isKnown { return before }
        let reading = ServiceReading(service)
        let served = snapshot.node.served(service, reading, slices, before: before?.service)
        return Member(served, HealthCheck(reading, served), from: origin)
    }

    /// Says what is served of those Services now.
    private mutating func acknowledge(_ changed: [ServiceKey]) {
        guard keys.count == members.count, changed.allSatisfy({ members[$0] != nil }) else {
            keys = members.keys.sorted()
            acknowledged = keys.compactMap { members[$0]?.acknowledgement }
            return
        }
        for key in changed {
            guard let member = members[key] else { continue }
            acknowledged[keys.place(of: key)] = member.acknowledgement
        }
    }
}

extension ServedServices.Origin {
    var isKnown: Bool { service.isKnown && slices.allSatisfy(\.isKnown) }
}

extension NodeIdentity {
    /// A Service as this node serves it.
    fileprivate func served(
        _ service: FairwayKubernetes.Service, _ reading: ServiceReading, _ slices: [EndpointSlice],
        before: ServedService?
    ) -> ServedService {
        let weighed = slices.map { WeighedSlice($0, before: before) }
        let counts = { (name: String?) in !reading.usesLocalEndpoints || has(endpointOn: name) }
        return reading.served(
            at: service.servedAddresses, before: before,
            endpoints: { port in weighed.flatMap { $0.endpoints(behind: port, onNode: counts) } })
    }
}

extension [ServiceKey] {
    /// Where a key is in a sorted array that has it.
    fileprivate func place(of key: ServiceKey) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
