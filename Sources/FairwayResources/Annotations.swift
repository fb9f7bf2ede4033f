/// The annotations that Fairway reads: its own first, then other projects' of the same meaning, so that people can
/// move without editing.
package enum Annotations {
    package static let addressPool = [
        "fairway.dev/address-pool", "metallb.io/address-pool", "metallb.universe.tf/address-pool",
    ]
    package static let addresses = [
        "fairway.dev/addresses", "metallb.io/loadBalancerIPs", "metallb.universe.tf/loadBalancerIPs",
        "lbipam.cilium.io/ips", "kube-vip.io/loadbalancerIPs",
    ]
    package static let shareAddress = [
        "fairway.dev/share-address", "metallb.io/allow-shared-ip", "metallb.universe.tf/allow-shared-ip",
        "lbipam.cilium.io/sharing-key",
    ]
    package static let engine = "fairway.dev/engine"
    package static let proxyProtocol = "fairway.dev/proxy-protocol"
    package static let udpIdleTimeout = "fairway.dev/udp-idle-timeout"
    package static let tcpIdleTimeout = "fairway.dev/tcp-idle-timeout"
    package static let maxConnections = "fairway.dev/max-connections"
    package static let newConnectionsPerSecond = "fairway.dev/new-connections-per-second"
    package static let healthCheck = "fairway.dev/health-check"
    package static let hostname = [
        "fairway.dev/hostname", "external-dns.kubernetes.io/hostname", "external-dns.alpha.kubernetes.io/hostname",
    ]
    package static let ttl = [
        "fairway.dev/ttl", "external-dns.kubernetes.io/ttl", "external-dns.alpha.kubernetes.io/ttl",
    ]
    package static let srvDomain = "fairway.dev/srv-domain"
    package static let srv = "fairway.dev/srv"
    package static let records = "fairway.dev/records"
    /// Those by which a Service asks for names.
    static let dns = hostname + [srvDomain, srv, records]
    package static let sourceRanges = "service.beta.kubernetes.io/load-balancer-source-ranges"
    /// On an EndpointSlice.
    package static let weight = "fairway.dev/weight"
}

/// What the annotations of one object say about one thing.
struct AnnotationValues<Value: Equatable> {
    private(set) var found: [(source: String, value: Value)] = []

    mutating func add(_ source: String, _ value: Value) {
        found.append((source, value))
    }

    /// The value that all sources agree on; `nil` where there is none.
    func agreed() throws(ServiceReadingError) -> Value? {
        guard let first = found.first else { return nil }
        if let other = found.first(where: { $0.value != first.value }) {
            throw ServiceReadingError(
                reason: "ContradictingAnnotations",
                message:
                    "\(first.source) and \(other.source.afterAnd) disagree: keep one of them, or write the same in both."
            )
        }
        return first.value
    }
}

extension String {
    /// A source as it reads inside a sentence.
    fileprivate var afterAnd: String { hasPrefix("Annotation ") ? "annotation " + dropFirst(11) : self }
}
