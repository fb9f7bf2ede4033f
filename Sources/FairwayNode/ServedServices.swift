import FairwayCore
import FairwayKubernetes
import FairwayResources

/// The Services that a node serves, each with all that follows from it alone.
///
/// While many Services live, few of them change: one that is still what it was is not read again.
struct ServedServices {
    /// One Service.
    struct Member {
        var service: ServedService
        var acknowledgement: Acknowledgement
        var entries: [Frontend: ForwardingEntry]
        /// What the node says to those who ask for its health; `nil`: nobody does.
        var healthCheck: HealthCheck?
        fileprivate var origin: Origin

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

    /// What an engine is to forward by.
    private(set) var table = ForwardingTable()
    /// What there is to say of each, sorted by Service.
    private(set) var acknowledged: [Acknowledgement] = []
    /// The keys of `members`, sorted.
    private var keys: [ServiceKey] = []

    /// What the node says of Services at its ports for health checks. A port that two have is the older one's.
    var healthChecks: [UInt16: HealthCheck] {
        let checks = members.values.compactMap { member in member.healthCheck.map { (member.service.creation, $0) } }
        let oldestFirst = checks.sorted { $0.0 < $1.0 }.map { ($0.1.port, $0.1) }
        return Dictionary(oldestFirst, uniquingKeysWith: { older, _ in older })
    }

    /// Takes in what there is to serve.
    ///
    /// Where an annotation cannot be read, what it said before goes on being valid, since a slip of the pen must not put
    /// out what works; the controller tells people.
    ///
    /// - Returns: whether all of it is served as before.
    @discardableResult
    mutating func follow(_ snapshot: NodeSnapshot) -> Bool {
        let slices = Dictionary(grouping: snapshot.endpointSlices, by: \.serviceKey)
        var members: [ServiceKey: Member] = [:]
        var isSame = true
        for service in snapshot.services where NodeSnapshot.isServed(service) {
            let slices = slices[service.serviceKey] ?? []
            let origin = Origin(service: ObjectVersion(service), slices: Set(slices.map { ObjectVersion($0) }))
            let before = self.members[service.serviceKey]
            if let before, before.origin == origin, origin.isKnown {
                members[service.serviceKey] = before
            } else {
                let reading = ServiceReading(service)
                let served = snapshot.node.served(service, reading, slices, before: before?.service)
                members[service.serviceKey] = Member(served, HealthCheck(reading, served), from: origin)
                isSame = isSame && before?.service == served
            }
        }
        isSame = isSame && members.count == self.members.count
        self.members = members
        if !isSame { tell() }
        return isSame
    }

    private mutating func tell() {
        if keys.count != members.count || !keys.allSatisfy({ members[$0] != nil }) { keys = members.keys.sorted() }
        table = ForwardingTable(members.values.map { ($0.service, $0.entries) })
        acknowledged = keys.compactMap { members[$0]?.acknowledgement }
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
