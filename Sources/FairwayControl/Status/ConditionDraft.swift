import FairwayKubernetes

/// What a condition says; the times and generations around it follow from the object.
struct ConditionDraft: Hashable {
    var type: String
    var isTrue: Bool
    var reason: String
    var message: String

    /// The condition in the place of `old`: it has changed only if its status has.
    func condition(after old: Condition?, generation: Int64?, now: String) -> Condition {
        let status = isTrue ? "True" : "False"
        let since = old?.status == status ? old?.lastTransitionTime : nil
        return Condition(
            type: type, status: status, observedGeneration: generation, lastTransitionTime: since ?? now,
            reason: reason, message: message)
    }
}

extension [Condition] {
    /// These conditions with `drafts` put in their places or at the end, and others of `owned` types left out.
    func replacing(
        _ drafts: [ConditionDraft], owned: Set<String>, generation: Int64?, now: String
    ) -> [Condition] {
        var left = drafts
        var conditions: [Condition] = []
        for old in self {
            if let index = left.firstIndex(where: { $0.type == old.type }) {
                conditions.append(left.remove(at: index).condition(after: old, generation: generation, now: now))
            } else if !owned.contains(old.type) {
                conditions.append(old)
            }
        }
        return conditions + left.map { $0.condition(after: nil, generation: generation, now: now) }
    }
}
