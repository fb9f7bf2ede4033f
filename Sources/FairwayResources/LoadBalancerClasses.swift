package import FairwayCore
package import FairwayKubernetes

/// Which Services are ours to serve.
package struct LoadBalancerClasses: Hashable, Sendable {
    /// The `spec.loadBalancerClass` that we act on.
    package var name: String
    /// Whether we also act on Services without a class.
    package var classless: Bool

    package init(name: String = "fairway.dev/fairway", classless: Bool = true) {
        self.name = name
        self.classless = classless
    }

    /// Whether `service` asks for a load balancer that is ours to give.
    package func claim(_ service: Service) -> Bool {
        guard service.isLoadBalancer else { return false }
        return service.isClassless ? classless : service.spec?.loadBalancerClass == name
    }
}

/// The finalizers by which a Service stays until its address is taken back.
package enum Finalizers {
    package static let cleanup = "fairway.dev/cleanup"
    /// Kubernetes' own. On class-less Services a cloud's service controller takes it for its own and removes it from
    /// any Service that is being deleted, so it is never the only one.
    package static let core = "service.kubernetes.io/load-balancer-cleanup"
}

extension Service {
    package var isLoadBalancer: Bool { spec?.type == "LoadBalancer" }

    package var isClassless: Bool { (spec?.loadBalancerClass ?? "").isEmpty }

    package var isDeleting: Bool { metadata.deletionTimestamp != nil }

    /// Whether Fairway has said that it serves this Service, and has not yet taken everything back.
    package var hasCleanupFinalizer: Bool { metadata.finalizers.contains(Finalizers.cleanup) }

    package var serviceKey: ServiceKey {
        ServiceKey(namespace: metadata.namespace ?? "", name: metadata.name ?? "")
    }
}
