package import FairwayCore
import FairwayDNS
package import FairwayKubernetes
import FairwayNet
package import FairwayRecords

/// Everything that records follow from, at one moment: the same for whoever plans them.
package struct NamingSnapshot: Sendable {
    package var services: [Service]
    package var zones: [DNSZoneObject]
    /// The labels of each namespace, by its name.
    package var namespaceLabels: [String: [String: String]]

    package init(
        services: [Service] = [], zones: [DNSZoneObject] = [], namespaceLabels: [String: [String: String]] = [:]
    ) {
        self.services = services
        self.zones = zones
        self.namespaceLabels = namespaceLabels
    }

    /// Plans the records. `before` is what Services asked for when their annotations could last be read.
    package func plan(before: [ServiceKey: NameWishes] = [:]) -> RecordPlan {
        RecordPlanner.plan(
            zones: zones.compactMap { try? $0.zone() },
            services: services.filter(\.hasNames).map { service in
                let key = service.serviceKey
                return service.nameClaimant(
                    namespaceLabels: namespaceLabels[key.namespace] ?? [:], before: before[key])
            })
    }
}

extension Service {
    /// Whether Fairway keeps names for it: a Service that it serves, and one of another load balancer that asks for names.
    package var hasNames: Bool {
        isLoadBalancer && !isDeleting
            && (hasCleanupFinalizer || Annotations.dns.contains { metadata.annotations[$0] != nil })
    }

    /// The Service as far as names go. For `before` see `ServiceReading.nameClaimant`.
    package func nameClaimant(namespaceLabels: [String: String], before: NameWishes?) -> NameClaimant {
        ServiceReading(self).nameClaimant(
            at: namedAddresses, alias: alias, namespaceLabels: namespaceLabels, before: before)
    }

    /// The addresses that its names have: not before clients are answered there.
    fileprivate var namedAddresses: [IPAddress] {
        hasCleanupFinalizer ? (isReachable ? servedAddresses : []) : ingressAddresses
    }

    /// The name that another load balancer gave it.
    fileprivate var alias: NameClaimant.Alias? {
        guard !hasCleanupFinalizer, let hostname = ingress.lazy.compactMap(\.hostname).first,
            let target = try? DomainName(parsing: hostname)
        else { return nil }
        return NameClaimant.Alias(target: target)
    }
}
