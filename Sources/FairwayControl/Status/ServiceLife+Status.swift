import FairwayCore
import FairwayKubernetes
import FairwayNet
import FairwayResources
import Foundation

extension ServiceLife {
    /// What the Service's status should be.
    func wantedStatus() -> ServiceStatus {
        let problems = portProblems()
        let programmed = programmed(problems)
        var drafts = [addressAssigned(), programmed]
        if !allocation.addresses.isEmpty, let portsError = portsError(problems) {
            drafts.append(portsError)
        }
        let isReachable = rivalAddress == nil ? programmed.saysReachable : hasRecords
        if let dnsPublished = dnsPublished(isReachable: isReachable) { drafts.append(dnsPublished) }
        let conditions = status.conditions.replacing(
            drafts, owned: ServiceConditions.all, generation: service.metadata.generation, now: timestamp)
        return ServiceStatus(loadBalancer: loadBalancer(problems), conditions: conditions)
    }

    private func loadBalancer(_ problems: [PortProblem]) -> LoadBalancerStatus? {
        guard rivalAddress == nil else { return status.loadBalancer }
        let ingress = allocation.addresses.map { assigned in
            // Proxy: kube-proxy must not short-cut around an engine that is no part of the kernel (KEP-1860).
            LoadBalancerIngress(
                ip: assigned.address.description, ipMode: "Proxy", ports: ports(at: assigned.address, problems))
        }
        // An empty loadBalancer and none are the same, and what the server wrote is kept as it is.
        let isUnchanged = ingress == (status.loadBalancer?.ingress ?? [])
        return isUnchanged ? status.loadBalancer : LoadBalancerStatus(ingress: ingress)
    }

    private func ports(at address: IPAddress, _ problems: [PortProblem]) -> [PortStatus] {
        reading.ports.map { port in
            PortStatus(
                port: Int(port.number), protocol: port.protocolName, error: problems.first(port, at: address)?.error)
        }
    }
}

// MARK: - Conditions

extension ServiceLife {
    /// The first thing that is wrong with what the Service asks for.
    private var refusal: (reason: String, message: String)? {
        if let rivalAddress {
            return (AddressReason.rival, rivalSentence(rivalAddress))
        }
        if case .failure(let error) = reading.request {
            return (error.reason, error.message)
        }
        if let refusal = allocation.refusal {
            return (refusal.reason.rawValue, refusal.message)
        }
        guard allocation.addresses.isEmpty else { return nil }
        return ("AddressNotAssigned", "No address could be given to the Service.")
    }

    private func addressAssigned() -> ConditionDraft {
        if let refusal {
            return ConditionDraft(
                type: ServiceConditions.addressAssigned, isTrue: false, reason: refusal.reason,
                message: refusal.message)
        }
        let words = allocation.addresses.map { assigned in
            assigned.pool.map { pool in
                "\(assigned.address) from the pool “\(pool)”"
                    + (assigned.isAdmitted ? "" : ", which is for other Services by now")
            } ?? "\(assigned.address), which is in no pool any more and is kept until the Service asks for another"
        }
        let isOrphaned = allocation.addresses.contains { $0.pool == nil }
        return ConditionDraft(
            type: ServiceConditions.addressAssigned, isTrue: true,
            reason: isOrphaned ? AddressReason.orphaned : AddressReason.assigned,
            message: "Assigned \(words.joined(separator: " and ")).")
    }

    private func rivalSentence(_ address: String) -> String {
        "\(reading.key) is left to the load balancer that wrote \(address) into its status: neither of the two was named. "
            + "Turn that one off and empty status.loadBalancer, or say whose the Service is with spec.loadBalancerClass."
    }

    private func programmed(_ problems: [PortProblem]) -> ConditionDraft {
        let (isTrue, reason, message) = programming(problems)
        return ConditionDraft(type: ServiceConditions.programmed, isTrue: isTrue, reason: reason, message: message)
    }

    private func programming(_ problems: [PortProblem]) -> (isTrue: Bool, reason: String, message: String) {
        guard !allocation.addresses.isEmpty else {
            return (false, Waiting.address, "There is no address to serve yet.")
        }
        if let sliceError {
            return (false, sliceError.reason, sliceError.message)
        }
        guard isAcknowledged else {
            return waiting
        }
        guard let first = problems.first else {
            let addresses = allocation.addresses.map(\.address.description).joined(separator: " and ")
            return (true, "Programmed", "Nodes serve \(addresses).")
        }
        var sentences: [String] = []
        for problem in problems where !sentences.contains(problem.message) {
            sentences.append(problem.message)
        }
        let isPartial = reading.ports.contains { port in
            allocation.addresses.contains { problems.first(port, at: $0.address) == nil }
        }
        return (false, isPartial ? ReachableReason.partial : first.reason, sentences.joined(separator: " "))
    }

    /// Whether nodes serve what they should: all of them for the first time, and one that does from then on, so that a
    /// node that joins does not put every Service in doubt.
    private var isAcknowledged: Bool {
        let serving = answers.count(serving: reading.fingerprint(at: allocation.addresses.map(\.address)))
        let reason = status.conditions[ServiceConditions.programmed]?.reason
        let wasProgrammed = reason.map { !Waiting.reasons.contains($0) } ?? false
        return wasProgrammed ? serving > 0 : serving > 0 && serving == answers.nodes
    }

    private var waiting: (isTrue: Bool, reason: String, message: String) {
        let old = status.conditions[ServiceConditions.programmed]
        if answers.nodes == 0, let reason = old?.reason, reason != Waiting.address,
            nodesDeadline.map({ $0 <= now }) ?? true
        {
            return (false, Waiting.nodes, "No node is there to serve the Service.")
        }
        guard old?.status == "True" || old?.reason == Waiting.update else {
            return (false, Waiting.first, "Nodes have yet to serve the Service.")
        }
        return (false, Waiting.update, "Nodes have yet to serve the Service as it is now.")
    }

    /// Until when a Service that no node has ever served waits without a warning: at the start of a cluster nodes come
    /// up at the same time as Services.
    var nodesDeadline: Date? {
        guard answers.nodes == 0, let old = status.conditions[ServiceConditions.programmed], old.reason == Waiting.first
        else { return nil }
        return old.lastTransitionTime.flatMap { Date(kubernetesTime: $0) }?.addingTimeInterval(10)
    }

    private func portsError(_ problems: [PortProblem]) -> ConditionDraft? {
        guard let first = problems.first else { return nil }
        let message = problems.map { "\($0.port)/\($0.protocolName): \($0.message)" }.joined(separator: " ")
        return ConditionDraft(
            type: ServiceConditions.portsError, isTrue: true, reason: first.reason, message: message)
    }
}

/// Reasons of `fairway.dev/AddressAssigned` that follow from no refusal.
enum AddressReason {
    static let assigned = "Assigned"
    /// An address is in no pool any more.
    static let orphaned = "NoPoolAnyMore"
    /// Another load balancer serves the Service.
    static let rival = "ServedByAnother"
}

/// Reasons of `fairway.dev/Programmed` that are no failures.
enum Waiting {
    static let address = "AddressNotAssigned"
    static let nodes = ReachableReason.noNodes
    static let first = "Pending"
    static let update = ReachableReason.updating
    static let reasons: Set = [address, nodes, first, update]
}
