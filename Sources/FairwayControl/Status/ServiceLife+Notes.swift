import FairwayKubernetes
import FairwayResources

extension ServiceLife {
    /// What to tell people about a change of the status. Everything follows from what it was before, so that nothing is
    /// told twice, not even by a controller that was started anew.
    func notes(on wanted: ServiceStatus) -> [EventNote] {
        addressNotes(wanted) + programmingNotes(wanted) + namingNotes(wanted.conditions)
    }

    private func addressNotes(_ wanted: ServiceStatus) -> [EventNote] {
        let old = status.conditions[ServiceConditions.addressAssigned]
        guard let new = wanted.conditions[ServiceConditions.addressAssigned], let sentence = new.message else {
            return []
        }
        guard new.status == "True" else {
            guard old?.status != "False" || old?.message != sentence else { return [] }
            let first: [EventNote] = old == nil && !service.hasCleanupFinalizer ? [.ensuring] : []
            return first + [.warning("AddressNotAssigned", sentence), .syncFailed(sentence)]
        }
        let orphaned = new.reason == AddressReason.orphaned && old?.reason != new.reason
        let isSame = addresses(of: wanted) == addresses(of: status)
        return (isSame ? [] : [.normal("AddressAssigned", sentence)]) + (orphaned ? [.updateFailed(sentence)] : [])
    }

    private func programmingNotes(_ wanted: ServiceStatus) -> [EventNote] {
        let old = status.conditions[ServiceConditions.programmed]
        guard let new = wanted.conditions[ServiceConditions.programmed] else { return [] }
        guard new.status == "True" else {
            return failureNotes(new, after: old)
        }
        guard old?.status == "True" else {
            return [old?.reason == Waiting.update ? .updated : .ensured]
        }
        let wasRefused = status.conditions[ServiceConditions.addressAssigned]?.status == "False"
        let isRefused = wanted.conditions[ServiceConditions.addressAssigned]?.status == "False"
        if wasRefused, !isRefused { return [.ensured] }
        return wanted.loadBalancer == status.loadBalancer ? [] : [.updated]
    }

    private func failureNotes(_ new: Condition, after old: Condition?) -> [EventNote] {
        guard let reason = new.reason, let sentence = new.message, old?.message != sentence else { return [] }
        if reason == Waiting.nodes { return [.unavailable] }
        if Waiting.reasons.contains(reason) { return [] }
        let wasServed = old?.status == "True" || old?.reason == Waiting.update
        return [wasServed ? .updateFailed(sentence) : .syncFailed(sentence)]
    }

    private func addresses(of status: ServiceStatus) -> [String] {
        (status.loadBalancer?.ingress ?? []).compactMap(\.ip)
    }
}
