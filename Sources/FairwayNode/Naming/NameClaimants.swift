import FairwayCore
import FairwayKubernetes
import FairwayRecords
import FairwayResources

/// What Services want to be called. One that is still what it was is not read again.
struct NameClaimants {
    private struct Member {
        var claimant: NameClaimant
        var origin: ObjectVersion
    }

    private var members: [ServiceKey: Member] = [:]

    var all: [NameClaimant] { members.values.map(\.claimant) }

    /// Takes in the Services there are, with the labels of each namespace by its name.
    ///
    /// Where annotations cannot be read, what they asked for before goes on being valid.
    ///
    /// - Returns: whether all of them want what they wanted before.
    mutating func follow(_ services: [FairwayKubernetes.Service], namespaceLabels: [String: [String: String]]) -> Bool {
        var members: [ServiceKey: Member] = [:]
        var isSame = true
        for service in services where service.hasNames {
            let (key, origin) = (service.serviceKey, ObjectVersion(service))
            let labels = namespaceLabels[key.namespace] ?? [:]
            let before = self.members[key]
            if let before, origin.isKnown, before.origin == origin, before.claimant.namespaceLabels == labels {
                members[key] = before
            } else {
                let claimant = service.nameClaimant(namespaceLabels: labels, before: before?.claimant.wishes)
                members[key] = Member(claimant: claimant, origin: origin)
                isSame = isSame && before?.claimant == claimant
            }
        }
        isSame = isSame && members.count == self.members.count
        self.members = members
        return isSame
    }
}
