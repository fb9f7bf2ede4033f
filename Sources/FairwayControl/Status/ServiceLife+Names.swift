import FairwayDNS
import FairwayKubernetes
import FairwayRecords
import FairwayResources

/// What is told of a Service's names.
extension ServiceLife {
    /// How many names, and how many problems, one condition tells of.
    private static let (listedNames, listedProblems) = (5, 4)

    var hasRecords: Bool { !(published?.records ?? []).isEmpty }

    /// What the condition about names says; `nil`: there is nothing to say. `isReachable` tells whether clients are answered
    /// at the Service's addresses.
    func dnsPublished(isReachable: Bool) -> ConditionDraft? {
        guard let published else { return nil }
        if let first = published.problems.first {
            return draft(false, first.reason, Self.listed(published.problems.map(\.message)))
        }
        // Records may be all that it has: under names that lead to no Service.
        let names = published.names.isEmpty ? published.records.map(\.owner) : published.names
        guard !names.isEmpty else { return nil }
        let list = Self.list(names.map(\.description))
        guard isReachable else {
            return draft(
                false, NamingReason.waiting, "The names of the Service are published once it is served: \(list).")
        }
        let remarks = published.remarks.isEmpty ? "" : " " + Self.listed(published.remarks)
        return draft(true, NamingReason.published, "The Service has the names \(list)." + remarks)
    }

    private func draft(_ isTrue: Bool, _ reason: String, _ message: String) -> ConditionDraft {
        ConditionDraft(type: ServiceConditions.dnsPublished, isTrue: isTrue, reason: reason, message: message)
    }

    /// The step for a Service of another load balancer: nothing of it but this condition is ours.
    func naming() -> ServicePlan? {
        let type = ServiceConditions.dnsPublished
        let old = status.conditions[type]
        let wanted = dnsPublished(isReachable: hasRecords)?
            .condition(after: old, generation: service.metadata.generation, now: timestamp)
        guard wanted != old else { return nil }
        return ServicePlan(.writeCondition(wanted, type: type), notes: namingNotes(wanted.map { [$0] } ?? []))
    }

    /// What to tell people about a change of the names.
    func namingNotes(_ wanted: [Condition]) -> [EventNote] {
        let old = status.conditions[ServiceConditions.dnsPublished]
        guard let new = wanted[ServiceConditions.dnsPublished], let sentence = new.message,
            new.reason != NamingReason.waiting, (old?.status, old?.message) != (new.status, new.message)
        else { return [] }
        return [
            new.status == "True"
                ? .normal("RecordsPublished", sentence) : .warning("RecordsNotPublished", sentence)
        ]
    }
}

// MARK: - Words

extension ServiceLife {
    /// The first names, without the dot of the root, and how many more there are.
    private static func list(_ names: [String]) -> String {
        var seen: Set<String> = []
        let names = names.filter { seen.insert($0).inserted }.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
        let shown = names.prefix(listedNames)
        if names.count > shown.count {
            return shown.joined(separator: ", ") + " and \(names.count - shown.count) more"
        }
        return shown.count < 2 ? shown.joined() : shown.dropLast().joined(separator: ", ") + " and \(shown.last ?? "")"
    }

    /// The first sentences, each once, and how many more there are.
    private static func listed(_ sentences: [String]) -> String {
        var seen: Set<String> = []
        let sentences = sentences.filter { seen.insert($0).inserted }
        let shown = sentences.prefix(listedProblems)
        let more = sentences.count > shown.count ? ["There are \(sentences.count - shown.count) more such."] : []
        return (shown + more).joined(separator: " ")
    }
}

/// Reasons of `fairway.dev/DNSPublished` that are no problems.
enum NamingReason {
    static let published = "Published"
    static let waiting = "Pending"
}

extension ConditionDraft {
    /// Whether a condition Programmed says that clients are answered.
    var saysReachable: Bool { isTrue || ReachableReason.all.contains(reason) }
}

extension FairwayKubernetes.Service {
    /// Puts a condition in the place of the one of its type, or takes that away.
    mutating func replaceCondition(_ type: String, with condition: Condition?) {
        var conditions = status?.conditions ?? []
        let index = conditions.firstIndex { $0.type == type }
        if let index { conditions.remove(at: index) }
        if let condition { conditions.insert(condition, at: index ?? conditions.count) }
        if status == nil { status = ServiceStatus() }
        status?.conditions = conditions
    }
}
